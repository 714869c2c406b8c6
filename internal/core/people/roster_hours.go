package people

import "github.com/daywatch/daywatch/internal/platform/bizcal"

// Hours are the working hours of someone of the active team, time off not taken from them; nil where none are known.
func (r *Roster) Hours(userID int64) *bizcal.Calendar { return r.week[userID] }
