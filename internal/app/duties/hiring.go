package duties

func hiring() []Duty {
	none := func(id, text string) Duty { return Duty{ID: id, Group: Hiring, Text: text, State: NotYet} }
	return []Duty{
		none("H1", "Stage 1: a technical assessment"),
		none("H2", "Stage 2: a screening call of 30 minutes with a recruiter"),
		none("H3", "Stage 3: a technical interview of 90 minutes, with live break-fix, bug-fix and customer scenarios over SSH; not passed, it cancels stage 4"),
		none("H4", "Stage 4: a behavioural panel of 60 minutes, with a manager and one other member"),
		none("H5", "Stage 5: 60 minutes with a senior manager or director"),
		none("H6", "References, then the offer; a candidate may be declined at any stage"),
		none("H7", "Two optional calls, with an engineer and with a resource group, that influence nothing"),
		none("H8", "Candidates see whom they will speak to, with titles"),
		none("H9", "A background check that must be passed"),
		none("H10", "Experience that is looked for, and never rejects anybody by itself"),
	}
}

func place() []Duty {
	return []Duty{
		{"P1", Place, "Fully remote, in over 60 countries, asynchronous", Partial,
			"Dates in the reader's zone, hours and local time beside names, work that goes from region to region; of languages there are English and German", "/board",
			[]Test{{"internal/platform/i18n", "TestFormats"}, {"internal/core/people/peopleui", "TestProfile"},
				{"test/scenario", "TestScenario10"}, {"test/scenario", "TestScenario11"}}},
		{"P2", Place, "Flexible time off without a balance: only coverage is checked", Done,
			"Nothing is counted down; a day on which too many of a region are away needs a word with the manager", "/profile/time-off",
			[]Test{{"test/scenario", "TestScenario50"}}},
		{"P3", Place, "Values: transparency, iteration, results", Partial,
			"Everything that happens is an event that the ticket shows; every mail's fate is written down; figures are missing", "/outbox",
			[]Test{{"internal/core/ticket", "TestOneUpdateOneAudit"}, {"internal/capability/notify", "TestOutboxLog"}}},
	}
}
