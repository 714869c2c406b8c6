package review

import (
	"context"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// given drops what a use case gives.
func given[T any](_ T, err error) error { return err }

// TestWhoMay asks each use case as somebody who may not: customers see nothing of this, colleagues of the field change and send
// nothing, and engineers change no settings.
func TestWhoMay(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		day := bizcal.Date{Year: 2000, Month: 1, Day: 1}
		for _, c := range []struct {
			who people.User
			use []func(ctx context.Context) error
		}{
			{k.dana, []func(ctx context.Context) error{
				func(ctx context.Context) error { return given(k.Calling(ctx, 1)) }, func(ctx context.Context) error { return given(k.Meeting(ctx, 1)) },
				func(ctx context.Context) error { return given(k.Upcoming(ctx)) },
				func(ctx context.Context) error { return given(k.Contacts(ctx, 1)) }, func(ctx context.Context) error { return given(k.Agenda(ctx, 1)) },
				func(ctx context.Context) error { return given(k.Decisions(ctx, 1)) }, func(ctx context.Context) error { return given(k.Decision(ctx, 1)) },
				func(ctx context.Context) error { return given(k.Actions(ctx, 1)) }, func(ctx context.Context) error { return given(k.Risks(ctx, 1)) },
				func(ctx context.Context) error { return given(k.Risk(ctx, 1)) }, func(ctx context.Context) error { return given(k.Goals(ctx, 1, "2000-Q1")) },
				func(ctx context.Context) error { return given(k.Goal(ctx, 1)) }, func(ctx context.Context) error { return given(k.Runbook(ctx, 1, 0)) },
				func(ctx context.Context) error { return given(k.RunbookVersions(ctx, 1)) },
				func(ctx context.Context) error { return given(k.TimeLog(ctx, 1, day, day)) },
				func(ctx context.Context) error { return given(k.Requests(ctx, RequestFilter{})) },
				func(ctx context.Context) error { return given(k.Report(ctx, 1, "2000-Q1")) },
				func(ctx context.Context) error { return given(k.Reports(ctx, 1)) },
				func(ctx context.Context) error { return given(k.Preview(ctx, 1, "2000-Q1")) },
				func(ctx context.Context) error { return given(k.Account(ctx, "Seto Rail")) },
				func(ctx context.Context) error { return k.SaveDraft(ctx, 1, false, "x") },
				func(ctx context.Context) error { return given(k.Draft(ctx, 1, false)) }, func(ctx context.Context) error { return k.WriteNotes(ctx, 1, "x") },
				func(ctx context.Context) error { return given(k.SpendTime(ctx, Spent{})) }, func(ctx context.Context) error { return k.ForgetTime(ctx, 1) },
				func(ctx context.Context) error { return given(k.MyTime(ctx, day, day)) },
				func(ctx context.Context) error { return given(k.Ask(ctx, Request{})) },
				func(ctx context.Context) error { return k.Remark(ctx, 1, "x", false) }, func(ctx context.Context) error { return k.Close(ctx, 1) },
				func(ctx context.Context) error { _, _, err := k.Request(ctx, 1); return err }, func(ctx context.Context) error {
					_, _,
						err := k.Print(ctx, 1, "2000-Q1")
					return err
				},
				func(ctx context.Context) error { _, _, err := k.Rules(ctx); return err },
			}},
			{k.sue, []func(ctx context.Context) error{
				func(ctx context.Context) error { return given(k.Begin(ctx, Beginning{})) },
				func(ctx context.Context) error { return k.Reshape(ctx, Series{}) },
				func(ctx context.Context) error { return k.Pause(ctx, 1, "x") }, func(ctx context.Context) error { return k.Resume(ctx, 1) },
				func(ctx context.Context) error { return k.End(ctx, 1, "x") }, func(ctx context.Context) error { return k.Skip(ctx, 1, "x") },
				func(ctx context.Context) error { return k.MoveTo(ctx, 1, k.DB.Now(ctx)) },
				func(ctx context.Context) error { return given(k.Decide(ctx, Deciding{})) },
				func(ctx context.Context) error { return given(k.TakeBack(ctx, 1, "x", "x")) },
				func(ctx context.Context) error { return given(k.AddAction(ctx, Action{})) },
				func(ctx context.Context) error { return k.ChangeAction(ctx, Action{}) },
				func(ctx context.Context) error { return k.FinishAction(ctx, 1, true) },
				func(ctx context.Context) error { return k.PlaceTicket(ctx, 1, 1, 0) }, func(ctx context.Context) error { return k.Reorder(ctx, 1, nil) },
				func(ctx context.Context) error { return k.WriteHeadings(ctx, 1, nil) },
				func(ctx context.Context) error { return given(k.SaveRisk(ctx, Risk{})) },
				func(ctx context.Context) error { return given(k.SaveGoal(ctx, Goal{})) },
				func(ctx context.Context) error { return given(k.CarryOver(ctx, 1, "2000-Q1")) },
				func(ctx context.Context) error { return given(k.SaveRunbook(ctx, Runbook{})) },
				func(ctx context.Context) error { return given(k.WriteReport(ctx, Report{})) },
				func(ctx context.Context) error { return k.Hand(ctx, 1, 1) }, func(ctx context.Context) error { return given(k.NoteAbsence(ctx, Absence{})) },
				func(ctx context.Context) error { return k.ForgetAbsence(ctx, 1, 1) },
				func(ctx context.Context) error { return k.SendAgenda(ctx, 1, k.dana.ID) },
				func(ctx context.Context) error { return k.SendMinutes(ctx, 1, "x", k.dana.ID) },
				func(ctx context.Context) error { return given(k.SendReport(ctx, 1, "2000-Q1", k.dana.ID)) },
			}},
			{k.ana, []func(ctx context.Context) error{func(ctx context.Context) error { return k.SaveRules(ctx, CallRules.Default, ReminderRules.Default) }}},
		} {
			for i, use := range c.use {
				if err := use(k.As(c.who)); !fault.Is(err, fault.Forbidden) {
					t.Errorf("%s, the use case with the number %d: %v", c.who.Role, i, err)
				}
			}
		}
	})
}
