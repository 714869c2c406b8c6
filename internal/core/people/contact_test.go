package people_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func sameJSON(t *testing.T, a []byte, b string) bool {
	t.Helper()
	var x, y any
	must(t, json.Unmarshal(a, &x))
	must(t, json.Unmarshal([]byte(b), &y))
	return reflect.DeepEqual(x, y)
}

func TestAddresses(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		dana := k.contact(t, "Dana", "dana@acme.example")
		k.contact(t, "Eve", "eve@acme.example")
		wantKind(t, k.AddAddress(as(t, bo), dana.ID, "EVE@acme.example"), fault.Conflict, "address")
		wantKind(t, k.AddAddress(as(t, bo), dana.ID, "dana"), fault.Invalid, "address")
		wantKind(t, k.AddAddress(as(t, bo), ana.ID, "mine@evil.example"), fault.Forbidden, "")
		wantKind(t, k.RemoveAddress(as(t, bo), dana.ID, "dana@acme.example"), fault.Invalid, "address")
		must(t, k.AddAddress(as(t, bo), dana.ID, "d@home.example"))
		must(t, k.MakePrimary(as(t, bo), dana.ID, "d@home.example"))
		u, err := k.ByAddress(t.Context(), k.db.Read(), "DANA@acme.example")
		must(t, err)
		if u.ID != dana.ID || u.Email != "d@home.example" {
			t.Errorf("found %+v", u)
		}
		must(t, k.RemoveAddress(as(t, bo), dana.ID, "d@home.example"))
		wantKind(t, k.RemoveAddress(as(t, bo), dana.ID, "d@home.example"), fault.NotFound, "")
		left, err := k.Addresses(as(t, bo), dana.ID)
		must(t, err)
		if len(left) != 1 || left[0].Value != "dana@acme.example" || !left[0].Primary {
			t.Errorf("left %+v", left)
		}
		if facts := k.facts(t, "user", dana.ID); len(facts) != 4 {
			t.Errorf("%d facts, want created, added, primary, removed", len(facts))
		}
	})
}

func TestProfile(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.add(t, "bo", access.Agent)
		must(t, k.SaveProfile(as(t, bo), people.Profile{Name: "Bo Berg", Zone: "Europe/Oslo", Locale: "de"}))
		must(t, k.SaveSignature(as(t, bo), "**Bo**\r\nSupport\n"))
		must(t, k.Mute(as(t, bo), []string{"replied.mail", "assigned.page", "no.such"}))
		wantKind(t, k.SaveProfile(as(t, bo), people.Profile{Name: "Bo", Zone: "Local"}), fault.Invalid, "zone")
		wantKind(t, k.SaveProfile(as(t, bo), people.Profile{Name: "Bo", Locale: "<b>"}), fault.Invalid, "locale")
		wantKind(t, k.SaveProfile(as(t, bo), people.Profile{Name: strings.Repeat("n", 201)}), fault.Invalid, "name")
		wantKind(t, k.SaveSignature(system(t), "x"), fault.Unauthorized, "")
		u, err := k.User(as(t, bo), bo.ID)
		must(t, err)
		if u.Name != "Bo Berg" || u.Zone != "Europe/Oslo" || u.Locale != "de" || u.Signature != "**Bo**\nSupport" {
			t.Errorf("saved %+v", u)
		}
		if !slices.Equal(u.Muted, []string{"assigned.page", "replied.mail"}) || u.Wants("assigned.page") || !u.Wants("assigned.mail") {
			t.Errorf("muted %v", u.Muted)
		}
		for _, e := range k.facts(t, "user", bo.ID) {
			if strings.Contains(string(e.Data), "Support") {
				t.Errorf("the log keeps a signature: %s", e.Data)
			}
			if e.Kind == "user.changed" && e.ActorID != bo.ID {
				t.Errorf("%s is by %d", e.Data, e.ActorID)
			}
		}
	})
}

func TestBlock(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.add(t, "bo", access.Agent)
		must(t, k.Block(as(t, bo), " *@Spam.example", "sells lamps"))
		must(t, k.Block(as(t, bo), "@spam.example", "again"))
		must(t, k.Block(as(t, bo), "one_@mixed.example", ""))
		for _, c := range []struct {
			address string
			want    bool
		}{
			{"X@SPAM.example", true}, {"x@sub.spam.example", false}, {"one_@mixed.example", true},
			{"onex@mixed.example", false}, {"spam.example", false}, {"", false},
		} {
			reason, blocked, err := k.IsBlocked(t.Context(), k.db.Read(), c.address)
			must(t, err)
			if blocked != c.want || blocked && strings.HasPrefix(c.address, "X") && reason != "sells lamps" {
				t.Errorf("%s: %v (%s), want %v", c.address, blocked, reason, c.want)
			}
		}
		for _, own := range []string{"bo@desk.example.com", "@desk.example.com", "@DESK.example.com"} {
			wantKind(t, k.Block(as(t, bo), own, ""), fault.Invalid, "pattern")
		}
		for _, bad := range []string{"", "@", "*", "lamps", "@two words"} {
			wantKind(t, k.Block(as(t, bo), bad, ""), fault.Invalid, "pattern")
		}
		list, err := k.BlockedSenders(as(t, bo))
		must(t, err)
		if len(list) != 2 || list[1].Pattern != "@spam.example" || list[1].CreatedBy != bo.ID {
			t.Errorf("blocked: %+v", list)
		}
		must(t, k.Unblock(as(t, bo), "@spam.example"))
		must(t, k.Unblock(as(t, bo), "@spam.example"))
		if facts := k.facts(t, "sender", list[1].ID); len(facts) != 2 {
			t.Errorf("%d facts, want blocked and unblocked", len(facts))
		}
	})
}

func TestImport(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		hash, err := k.HashPassword(t.Context(), password)
		must(t, err)
		born := time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)
		ctx := system(t)
		var id int64
		err = k.db.Do(ctx, func(tx *db.Tx) error {
			org, err := k.ImportOrganization(ctx, tx, people.Organization{Name: "Acme", CreatedAt: born})
			if err != nil {
				return err
			}
			u, err := k.ImportUser(ctx, tx, people.User{Name: "Ana", Email: "Ana@desk.example.com", Role: access.Lead, OrganizationID: org,
				Zone: "Asia/Tokyo", CreatedAt: born}, hash)
			if err != nil {
				return err
			}
			id = u.ID
			_, err = k.ImportGroup(ctx, tx, "APAC", u.ID)
			return err
		})
		must(t, err)
		u, err := k.SignIn(t.Context(), "ana@desk.example.com", password)
		must(t, err)
		if u.ID != id || u.Role != access.Lead || u.Zone != "Asia/Tokyo" || !u.CreatedAt.Equal(born) {
			t.Errorf("imported %+v", u)
		}
		if facts := k.facts(t, "user", id); len(facts) != 1 || facts[0].Kind != "user.created" {
			t.Errorf("facts %+v", facts)
		}
	})
}

func TestMailFails(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		dana := k.contact(t, "Dana", "dana@acme.example")
		for _, step := range []struct {
			address string
			fails   bool
			want    bool
		}{{"nobody@acme.example", true, false}, {"Dana@acme.example", true, true}, {"dana@acme.example", true, true}, {"dana@acme.example", false, false}} {
			must(t, k.db.Do(system(t), func(tx *db.Tx) error { return k.MarkMailFails(system(t), tx, step.address, step.fails) }))
			u, err := k.User(system(t), dana.ID)
			must(t, err)
			if u.MailFails != step.want {
				t.Errorf("after %+v: %v", step, u.MailFails)
			}
		}
		if facts := k.facts(t, "user", dana.ID); len(facts) != 3 {
			t.Errorf("%d facts, want 3", len(facts))
		}
	})
}
