package account

import (
	"fmt"
	"time"
)

// Cover is somebody who was asked to be there for the engineer of an account.
type Cover struct {
	ID             int64
	AssignmentID   int64
	OrganizationID int64 // read along, as the next two
	Organization   string
	EngineerID     int64
	TimeOffID      int64 // of the engineer; 0: asked for without one
	UserID         int64 // who was asked: nobody else can accept
	From, Until    time.Time
	State          CoverState
	AskedBy        int64
	AskedAt        time.Time
	AnsweredAt     time.Time
	Reason         string // why they did not take it
}

// CoverState is how far a cover is.
type CoverState string

// The states.
const (
	Asked     CoverState = "asked"
	Promised  CoverState = "promised"
	Declined  CoverState = "declined"
	Withdrawn CoverState = "withdrawn" // not needed any more
	Lost      CoverState = "lost"      // whoever promised left the team
	Over      CoverState = "over"      // the engineer is back
)

// Live reports whether it may still come to something.
func (c Cover) Live() bool { return c.State == Asked || c.State == Promised }

// Path is the page on which it is answered.
func (c Cover) Path() string { return fmt.Sprint("/covers/", c.ID) }
