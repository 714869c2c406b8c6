package scenario

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestScenario10(t *testing.T) {
	play(t, "2026-10-13 06:00", func(t *testing.T, k *desk) {
		dana, ben := k.enter("dana"), k.signIn("ben")
		id := dana.open("2", "amer")
		ben.post(page(id, "/take")).leads(page(id, ""))
		k.reply(ben, id, "Which version is it?", "status", "pending")
		thread := answerTo(k.last("dana", notify.Reply))
		k.until("2026-10-13 13:00") // 21:00 in Brisbane
		ben.post(page(id, "/rehome"), "region", "", "note", "Waits for the version.").leads(page(id, ""))
		k.stands(id, ticket.Pending, "ben")
		if got := k.ticket(id); !slices.Contains(got.Tags, queue.TagRehomed) {
			t.Errorf("a rehomed ticket is tagged %v", got.Tags)
		}
		k.waits("amer")

		k.until("2026-10-13 22:00") // 13:00 in Los Angeles
		if at := k.mail(letter{from: "dana", to: thread, subject: "Re: It is down", text: "19.4.1"}); at != id {
			t.Fatalf("the customer's words are on ticket %d", at)
		}
		k.stands(id, ticket.Open, "")
		k.waits("amer", id)
		k.signIn("cora").get("/queue?region=amer").shows(http.StatusOK, "It is down")

		k.until("2026-10-14 21:59")
		if n := len(events[queue.Satellite](k, id)); n != 0 {
			t.Errorf("%d rounds within a day", n)
		}
		k.until("2026-10-14 22:00")
		if rounds := events[queue.Satellite](k, id); len(rounds) != 1 || !rounds[0].At.Equal(at("2026-10-14 22:00")) {
			t.Errorf("rounds after a day: %+v", rounds)
		}
		counts, err := k.Queue.Counts(k.as("cora"), time.Now().Add(-time.Hour))
		k.must(err)
		if counts[queue.MoveSatellite] != 1 {
			t.Errorf("the count of satellites is %+v", counts)
		}
		k.signIn("cora").post(page(id, "/take")).leads(page(id, ""))
		k.stands(id, ticket.Open, "cora")
		k.signIn("cora").get(page(id, "")).shows(http.StatusOK, "sent it to AMER, from the customer’s next word on",
			"put it back into the queue", "counted a whole round without an owner in AMER")
		k.until("2026-10-15 22:00")
		if n := len(events[queue.Satellite](k, id)); n != 1 {
			t.Errorf("%d rounds, though it has an owner", n)
		}
	})
}

func TestScenario11(t *testing.T) {
	play(t, "2026-10-13 09:30", func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		mine, left, later := dana.open("3", "emea"), dana.open("3", "emea"), dana.open("3", "amer")
		ana.post(page(mine, "/take")).leads(page(mine, ""))
		k.until("2026-10-13 17:59")
		ana.get("/board").shows(http.StatusOK, "1 left", "It is down", "Ana Ruiz", "hands over to AMER")
		if n := len(k.watches()); n != 0 {
			t.Errorf("%d watches of EMEA ended before 16:00 UTC", n)
		}
		k.until("2026-10-13 18:00") // 16:00 UTC
		ended := k.watches()
		if len(ended) != 1 || ended[0].Clean() || !slices.Equal(ended[0].Left, []int64{left}) ||
			!ended[0].Ended.Equal(at("2026-10-13 18:00")) || ended[0].Late {
			t.Errorf("the watch ended with %+v", ended)
		}
		k.until("2026-10-14 10:00")
		ana.post(page(left, "/take")).leads(page(left, ""))
		k.until("2026-10-14 18:00")
		if ended = k.watches(); len(ended) != 2 || !ended[0].Clean() {
			t.Errorf("the next watch ended with %+v", ended)
		}
		ana.get("/board").shows(http.StatusOK, "Nothing of this region waits for an owner", "1 left")
		k.waits("amer", later)
	})
}

// watches lists how the watches of EMEA ended, the newest first.
func (k *desk) watches() []queue.HandOverRecord {
	k.t.Helper()
	list, err := k.Queue.HandOvers(k.as("ana"), "emea", 10)
	k.must(err)
	return list
}

// waits checks what a region has in the queue.
func (k *desk) waits(region string, want ...int64) {
	k.t.Helper()
	_, list, err := k.Queue.Page(k.as("lea"), region, 0, 50)
	k.must(err)
	var got []int64
	for _, q := range list {
		got = append(got, q.Waiting.ID)
	}
	if !slices.Equal(got, want) {
		k.t.Errorf("%s has %v in the queue, want %v", region, got, want)
	}
}
