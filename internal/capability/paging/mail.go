package paging

import "github.com/daywatch/daywatch/internal/core/people"

// mailOf is the way to a person that is always there.
func mailOf(u people.User) Method { return Method{UserID: u.ID, Kind: Mail, Address: u.Email} }
