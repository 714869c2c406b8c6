package environment

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Choose says which environment a ticket is about; id 0 leaves it at the customer's primary one.
func (s *Service) Choose(ctx context.Context, ticketID, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.ChooseIn(ctx, tx, ticketID, id) })
}

// ChooseIn is Choose for a part of the desk that may change the ticket, such as the form on which a customer names the
// environment. One of another customer is fault.Invalid on "environment".
func (s *Service) ChooseIn(ctx context.Context, tx *db.Tx, ticketID, id int64) error {
	customer, err := s.Customer(ctx, tx, ticketID)
	if err != nil {
		return err
	}
	if id != 0 {
		e, err := findEnvironment(ctx, tx, id)
		switch {
		case fault.Is(err, fault.NotFound), err == nil && e.OrganizationID != customer:
			return fault.Field("environment", "This environment is not one of the customer's. Choose another")
		case err != nil:
			return err
		case !e.Running():
			return fault.Field("environment", "%s does not run any more. Choose another", e.Name)
		}
	}
	from, err := choiceOf(ctx, tx, ticketID)
	if err != nil || from == id {
		return err
	}
	if err := setChoice(ctx, tx, ticketID, id, actor(ctx)); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(ticketID), Chosen{Environment: id, From: from})
}
