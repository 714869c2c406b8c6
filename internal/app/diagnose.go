package app

import "github.com/daywatch/daywatch/internal/capability/diagnose"

// diagnoses builds the service over the rest of the desk.
func (d *Desk) diagnoses() *diagnose.Service {
	return diagnose.New(diagnose.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Logger: d.logger})
}
