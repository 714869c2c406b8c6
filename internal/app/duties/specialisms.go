package duties

func specialisms() []Duty {
	none := func(id string, g Group, text string) Duty { return Duty{ID: id, Group: g, Text: text, State: NotYet} }
	return []Duty{
		{"A1", Assigned, "Look after up to five accounts while working global tickets too", Done,
			"Assignments with agreed hours; the sixth is refused by whichever way it comes; one's accounts stand on top, and the split is reported", "/accounts",
			[]Test{{"test/scenario", "TestScenario36"}, {"test/scenario", "TestScenario37"}}},
		{"A2", Assigned, "Know the customers' environments and business, their people and the field team", Done,
			"What customers run, people of both sides, known risks, a runbook for cover, a quarterly plan, and what the field asks about the account", "/accounts",
			[]Test{{"internal/capability/review", "TestRunbook"}, {"internal/capability/review", "TestField"}, {"test/scenario", "TestScenario41"}}},
		{"A3", Assigned, "Be there in the time zone's business hours, or arrange cover", Done,
			"Each contract minute has the engineer, a cover that a named person accepted, or a red gap; it goes back by itself", "/accounts",
			[]Test{{"test/scenario", "TestScenario23"}, {"test/scenario", "TestScenario39"}, {"internal/capability/account/coverage", "TestEachMinute"}}},
		{"A4", Assigned, "Take, communicate and move every non-emergency ticket of the accounts within its target", Done,
			"New tickets are the engineer's, or the cover's, in the transaction that opens them, and the queue leaves them there", "/today",
			[]Test{{"test/scenario", "TestScenario37"}, {"test/scenario", "TestScenario23"}}},
		{"A5", Assigned, "Be there for emergencies in agreed hours, when a rotation asks", Done,
			"Engaged by a page of their own within the minute, beside whoever is on call; outside these hours nobody is woken", "/accounts",
			[]Test{{"test/scenario", "TestScenario38"}, {"test/scenario", "TestScenario38Edges"}, {"test/scenario", "TestScenario38Away"}}},
		{"A6", Assigned, "Give updates at the cadence agreed with the customer", Done,
			"A clock of its own beside the service level, by the customer's week; it warns and breaches, and a note does not reset it", "/tickets",
			[]Test{{"test/scenario", "TestScenario40"}, {"test/scenario", "TestScenario40Account"}}},
		{"A7", Assigned, "Hold scheduled review calls with the customer success manager about priorities and progress", Done,
			"Series at the customer's wall clock, only with a success manager; agenda in the customer's order, decisions that change priorities, minutes and a report as PDF", "/reviews",
			[]Test{{"test/scenario", "TestScenario41"}, {"internal/capability/review", "TestDecide"}, {"internal/capability/review", "TestReport"}}},
		{"A8", Assigned, "Coordinate inside for faster resolution", Done,
			"Requests of the field on a form of their own, actions with one who is responsible, hours against what is agreed, notes that no customer reads", "/field",
			[]Test{{"internal/capability/review", "TestField"}, {"internal/capability/review", "TestMinutes"}, {"internal/capability/review", "TestTime"}}},
		{"A9", Assigned, "Coordinate upgrades that succeed", Done,
			"From, to, the required stops, a plan and a way back without which nothing is ready, the window by every clock, a call before it, who is on call told in time, the outcome in the environment's history", "/upgrades",
			[]Test{{"test/scenario", "TestScenario42"}, {"internal/capability/upgrade/path", "TestPathPassesEachStop"}, {"internal/capability/upgrade/window", "TestEveryClock"}}},
		{"A10", Assigned, "Stay in both rotations, unchanged", Done,
			"A page finds assigned engineers who are in no rotation; an exception has a reason, a name and an end", "/accounts/rotations",
			[]Test{{"test/scenario", "TestAssignedStayOnCall"}}},
		{"G1", USGov, "Be a verified citizen of the United States", Done,
			"A record with verifier, day and kind of proof, and no copy; a restricted desk lets nobody of the team in without one, and revoking it ends sessions at once", "/settings/clearances",
			[]Test{{"test/scenario", "TestScenario44"}}},
		{"G2", USGov, "Work in a portal of its own", Done,
			"A desk with its own database, host name, mail and accounts; outside shows one page for everything, every view is in a chained log, and only sanitised questions leave", "daywatch clearance",
			[]Test{{"test/scenario", "TestScenario24Outside"}, {"test/scenario", "TestScenario24Discussion"}, {"internal/capability/clearance", "TestTampering"}}},
		none("G3", USGov, "Serve customers of the public sector"),
		none("G4", USGov, "Work from evidence that arrives sanitised and redacted, without screen sharing or screenshots"),
		{"S1", Shift, "Work and be on call outside the region's usual hours, where follow-the-sun does not reach", Done,
			"Hours of one's own, on call at any hour for a reason on record, an order of work over desks and urgencies, and weekends and holidays staffed by name", "/shift",
			[]Test{{"test/scenario", "TestScenario31"}, {"test/scenario", "TestScenario43Reason"}, {"test/scenario", "TestScenario43Weekend"}, {"test/scenario", "TestShiftOrderOverTwoDesks"}}},
		{"S2", Shift, "Prove citizenship where the opening asks for it", Partial,
			"Any desk records the fact, and the qualification of the same title follows it; openings do not ask yet", "/settings/clearances",
			[]Test{{"test/scenario", "TestScenario44"}}},
	}
}

func roles() []Duty {
	none := func(id, text string) Duty { return Duty{ID: id, Group: Roles, Text: text, State: NotYet} }
	return []Duty{
		none("R1", "Customer Support Representative, grade 5: process, writing and video for customers"),
		none("R2", "Associate, grade 5: early in technical debugging"),
		none("R3", "Support Engineer, grade 6"),
		none("R4", "Senior, grade 7: mentor on new technology and features, debug as an expert, submit merge requests, drive enhancements"),
		none("R5", "Staff, grade 8: on merit and company need, with impact under five headings"),
		none("R6", "A career matrix for each role, a ladder, performance indicators"),
	}
}
