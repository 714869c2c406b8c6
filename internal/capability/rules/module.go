package rules

import (
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Module is what the package brings to a desk. It stands before the clocks: they see what triggers did.
func (s *Service) Module() module.Module {
	return module.Module{Name: "rules", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()}, Workers: s.Workers(), Schedules: s.Schedules()}
}
