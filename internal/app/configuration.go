package app

import (
	"context"
	"os"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// files builds the configuration as files over all that a desk is configured with.
func (d *Desk) files() *config.Service {
	return config.New(config.Deps{DB: d.DB, Log: d.Log, Calendars: d.Calendars, People: d.People, Tickets: d.Tickets, Clocks: d.Clocks, Rules: d.Rules, OnCall: d.OnCall, Paging: d.Paging,
		Settings: append(incidentSettings(), config.SettingOf(workspace.DeskName, "What the desk calls itself"),
			config.SettingOf(paging.DefaultPolicy, "The title of the escalation policy of pages that name none"),
			config.SettingOf(paging.Insist, "How often one way to a person is tried, and after how many tries the next is taken"),
			config.SettingOf(paging.Limits, "How many messages one person gets by one way in so many minutes; 0 is no bound"),
			config.SettingOf(paging.LateAfter, "After how many seconds the paging engine counts as late"),
			config.SettingOf(oncall.RulesKey, "What being on call is held against: the hours of the day, rest, how far ahead changes are published"),
			config.SettingOf(oncall.CountriesKey, "The countries whose public holidays count for a region"),
			config.SettingOf(oncall.LieuKey, "Where time off in lieu is taken, and holidays are kept free"),
			config.SettingOf(people.APIRulesKey, "How programs are let in: whether with passwords, and how many requests a minute"),
			config.SettingOf(alert.RulesKey, "How alerts are taken in: what is folded into a storm, how much is taken, how long it is kept"))})
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
