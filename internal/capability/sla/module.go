package sla

import (
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Module is what the package brings to a desk. Its pages are slaui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "sla", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()},
		Workers: []job.Worker{s.timer(), s.retargeter(), s.contracts()}, Schedules: []job.Schedule{contractsSchedule()}}
}
