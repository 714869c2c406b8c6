package crmui

import (
	"context"
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// scheduleSection is when the desk asks by itself, and how fast it applies.
func scheduleSection() section {
	return section{id: "schedule",
		stands: func(ctx context.Context, v crm.Setup) string {
			at := fmt.Sprintf("%02d:00", v.Schedule.Hour)
			switch {
			case !v.Schedule.On:
				return i18n.T(ctx, "crm.stands_by_hand")
			case v.Schedule.Apply:
				return i18n.T(ctx, "crm.stands_applied", "At", at)
			}
			return i18n.T(ctx, "crm.stands_daily", "At", at)
		},
		form: func(v crm.Setup) *web.Form {
			return web.NewForm("on", on(v.Schedule.On), "hour", strconv.Itoa(v.Schedule.Hour), "apply", on(v.Schedule.Apply),
				"batch", strconv.Itoa(v.Rules.Batch), "pause_millis", strconv.Itoa(v.Rules.PauseMillis))
		},
		inputs: func(ctx context.Context, f *web.Form) g.Node {
			return g.Group{tick(ctx, f, "on"), number(ctx, f, "hour"), tick(ctx, f, "apply"), number(ctx, f, "batch"), number(ctx, f, "pause_millis")}
		},
		read: func(f *web.Form, v *crm.Setup) {
			v.Schedule = crm.Schedule{On: f.Bool("on"), Hour: int(f.Int64("hour")), Apply: f.Bool("apply")}
			v.Rules.Batch, v.Rules.PauseMillis = int(f.Int64("batch")), int(f.Int64("pause_millis"))
		}}
}

// guardSection is from when on somebody must say yes.
func guardSection() section {
	return section{id: "guard",
		stands: func(ctx context.Context, v crm.Setup) string {
			return i18n.T(ctx, "crm.stands_guard", "Percent", v.Guard.VanishPercent, "Accounts", v.Guard.VanishCount, "Levels",
				v.Guard.LosePercent, "Contacts", v.Guard.DropPercent)
		},
		form: func(v crm.Setup) *web.Form {
			return web.NewForm("vanish_percent", strconv.Itoa(v.Guard.VanishPercent), "vanish_count", strconv.Itoa(v.Guard.VanishCount),
				"lose_percent", strconv.Itoa(v.Guard.LosePercent), "drop_percent", strconv.Itoa(v.Guard.DropPercent))
		},
		inputs: func(ctx context.Context, f *web.Form) g.Node {
			return g.Group{number(ctx, f, "vanish_percent"), number(ctx, f, "vanish_count"), number(ctx, f, "lose_percent"), number(ctx, f, "drop_percent")}
		},
		read: func(f *web.Form, v *crm.Setup) {
			v.Guard = crm.Guard{VanishPercent: int(f.Int64("vanish_percent")), VanishCount: int(f.Int64("vanish_count")),
				LosePercent: int(f.Int64("lose_percent")), DropPercent: int(f.Int64("drop_percent"))}
		}}
}
