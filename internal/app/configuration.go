package app

import (
	"context"
	"os"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// files builds the configuration as files over all that a desk is configured with.
func (d *Desk) files() *config.Service {
	return config.New(config.Deps{DB: d.DB, Log: d.Log, Calendars: d.Calendars, People: d.People, Tickets: d.Tickets, Clocks: d.Clocks,
		Rules: d.Rules, OnCall: d.OnCall, Paging: d.Paging, CRM: d.CRM,
		Settings: slices.Concat(shiftSettings(), crmSettings(), environmentSettings(), upgradeSettings(), portalSettings(), callSettings(),
			incidentSettings(), emergencySettings(), dutySettings(), doorSettings(), accountSettings(), reviewSettings(),
			restrictedSettings(), []config.Setting{
				config.SettingOf(workspace.DeskName, "What the desk calls itself"),
				config.SettingOf(people.APIRulesKey, "How programs are let in: whether with passwords, and how many requests a minute"),
				config.SettingOf(alert.RulesKey, "How alerts are taken in: what is folded into a storm, how much is taken, how long it is kept")})})
}

// emergencySettings are what emergencies, and what colleagues ask for, go by. Who owns retrospectives is a person of one desk, and
// no file's.
func emergencySettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(emergency.RulesKey, "Who may call an emergency, by which addresses and form, and who is made to look"),
		config.SettingOf(emergency.TimersKey, "The times of an emergency's call, its hand-over and its retrospective"),
		config.SettingOf(emergency.WordsKey, "What customers are told of emergencies, as templates"),
		config.SettingOf(emergency.RetroTag, "The tag on a ticket that begins its retrospective"),
		config.SettingOf(attention.Stars, "What requests for attention are held against, and by when a manager looks"),
		config.SettingOf(attention.Escalations, "How often the customer of an escalation hears from us, and who drives it"),
	}
}

// dutySettings are what being on call and being paged go by.
func dutySettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(paging.DefaultPolicy, "The title of the escalation policy of pages that name none"),
		config.SettingOf(paging.Insist, "How often one way to a person is tried, and after how many tries the next is taken"),
		config.SettingOf(paging.Limits, "How many messages one person gets by one way in so many minutes; 0 is no bound"),
		config.SettingOf(paging.LateAfter, "After how many seconds the paging engine counts as late"),
		config.SettingOf(paging.LinkHours, "For how many hours the link of a page acknowledges it"),
		config.SettingOf(paging.TellOthers, "By which ways those who were paged are told who has it"),
		config.SettingOf(oncall.RulesKey, "What being on call is held against: the hours of the day, rest, how far ahead changes are published"),
		config.SettingOf(oncall.CountriesKey, "The countries whose public holidays count for a region"),
		config.SettingOf(oncall.LieuKey, "Where time off in lieu is taken, and holidays are kept free"),
	}
}

// portalSettings are how the portal looks and what it tells. A logo is a picture, and no file's.
func portalSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(portal.BrandKey, "How the desk looks to its customers: its name, colours, links and words of welcome"),
		config.SettingOf(portal.SeverityKey, "What each severity means, by language and severity: s1 to s4"),
		config.SettingOf(portal.ShownKey, "Whether customers see by when we answer: never, promised (the first answer only) or always"),
	}
}

// callSettings are what calls with customers go by. Who makes the rooms holds secrets, and is no file's.
func callSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(call.RulesKey, "Which calls can be offered, when they can be booked, and how long before customers move and cancel them"),
		config.SettingOf(call.WordsKey, "What customers are told of calls in their ticket, as templates in English and German"),
	}
}

// configuration serves the command line.
type configuration struct{ d *Desk }

func (c configuration) Export(ctx context.Context, dir string, o cli.ConfigExportOptions) (cli.ConfigExport, error) {
	x, err := c.d.Config.Export(ctx, dir, config.ExportOptions(o))
	return cli.ConfigExport(x), err
}

func (c configuration) Plan(ctx context.Context, dir string, prune bool) (cli.ConfigPlan, error) {
	return c.d.Config.Plan(ctx, os.DirFS(dir), prune)
}

func (c configuration) Apply(ctx context.Context, o cli.ConfigOptions) (cli.ConfigResult, error) {
	r, err := c.d.Config.Apply(ctx, os.DirFS(o.Dir), config.Options{Prune: o.Prune, By: o.By, ApprovedBy: o.ApprovedBy, Source: o.Dir})
	return cli.ConfigResult{Plan: r.Plan, Revision: r.Revision}, err
}

func (c configuration) Rollback(ctx context.Context, revision int64, o cli.ConfigOptions) (cli.ConfigResult, error) {
	r, err := c.d.Config.Rollback(ctx, revision, config.Options{By: o.By, ApprovedBy: o.ApprovedBy})
	if err == nil && o.Dir != "" {
		err = c.d.Config.Follow(ctx, o.Dir, r.Plan)
	}
	return cli.ConfigResult{Plan: r.Plan, Revision: r.Revision}, err
}
