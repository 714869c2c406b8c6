package app

import (
	"github.com/daywatch/daywatch/internal/capability/alert/alertui"
	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyapi"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/capability/incident/incidentui"
	"github.com/daywatch/daywatch/internal/capability/intake/intakeui"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallapi"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/capability/paging/pagingui"
	"github.com/daywatch/daywatch/internal/capability/rules/rulesui"
	"github.com/daywatch/daywatch/internal/capability/sla/slaui"
	"github.com/daywatch/daywatch/internal/core/calendar/calendarui"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config/configui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// pageModules are the routes, places and settings of every part's pages.
func (d *Desk) pageModules(shell *workspace.Shell, bundle *i18n.Bundle, p *parts) []module.Module {
	return append(p.customers.modules(),
		module.Module{Name: "calendarui", Routes: p.hours.Routes, Settings: calendarui.Settings()},
		module.Module{Name: "slaui", Routes: p.clocks.Routes, Settings: slaui.Settings()},
		module.Module{Name: "ticketui", Routes: p.tickets.Routes, Nav: ticketui.Nav(), Settings: ticketui.Settings()},
		queueModule(p.moves),
		module.Module{Name: "oncallui", Routes: p.duty.Routes, Nav: oncallui.Nav(), Settings: oncallui.Settings()},
		module.Module{Name: "oncallapi", Routes: oncallapi.Deps{OnCall: d.OnCall, Named: d.Tickets.Named, Now: d.DB.Now}.Routes},
		module.Module{Name: "pagingui", Routes: p.pager.Routes, Nav: p.pager.Nav(), Settings: pagingui.Settings()},
		d.reachModule(shell),
		module.Module{Name: "alertui", Routes: p.alerts.Routes, Nav: p.alerts.pages.Nav(), Settings: alertui.Settings()},
		module.Module{Name: "emergencyapi", Routes: emergencyapi.Deps{Raise: d.Emergencies.Raise, Link: d.link}.Routes},
		module.Module{Name: "emergencyui", Routes: p.emergencies.Routes, Nav: emergencyui.Nav(), Settings: emergencyui.Settings()},
		module.Module{Name: "incidentui", Routes: p.incidents.Routes, Nav: incidentui.Nav(), Settings: incidentui.Settings()},
		module.Module{Name: "attentionui", Routes: p.wanted.Routes, Nav: attentionui.Nav(), Settings: attentionui.Settings()},
		module.Module{Name: "rulesui", Routes: p.ruling.Routes, Settings: rulesui.Settings()},
		module.Module{Name: "peopleui", Routes: p.persons.Routes, Nav: peopleui.Nav(), Settings: peopleui.Settings()},
		module.Module{Name: "intakeui", Routes: p.incoming.Routes, Nav: p.incoming.Nav(), Settings: intakeui.Settings()},
		module.Module{Name: "notifyui", Routes: p.mails.Routes, Nav: p.mails.Nav(), Settings: notifyui.Settings()},
		module.Module{Name: "configui", Routes: p.filed.Routes, Settings: configui.Settings()},
		d.customersSide(shell, bundle),
		d.statusPage(bundle),
		module.Module{Name: "settings", Nav: workspace.Nav(), Settings: workspace.Settings()})
}
