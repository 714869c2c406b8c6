package duties

func work() []Duty {
	story := Test{"test/story", "TestStory"}
	return []Duty{
		{"1a", Work, "Resolve customers' issues by e-mail", Done, "A mail becomes a ticket, the engineer answers in the page, the customer reads one reply", "/tickets",
			[]Test{story, {"internal/capability/notify", "TestReplyReachesTheCustomer"}}},
		{"1b", Work, "Resolve customers' issues by video conference", Done, "One-time booking links, invitations that calendars accept, rooms by provider, summaries and no-shows on the ticket", "/calls",
			[]Test{{"test/scenario", "TestScenario33"}, {"internal/capability/call/callui", "TestRace"}, {"internal/capability/call", "TestKhal"}, {"internal/capability/call", "TestCalendarServer"}}},
		{"2", Work, "Serve customers who run it themselves and customers of the hosted service", Partial,
			"An organization knows its kind of installation, version and plan; nothing acts on them", "/organizations",
			[]Test{{"internal/core/people", "TestOrganizations"}}},
		{"3", Work, "Bring features and bug fixes to Product and Development, as issues and as merge requests", NotYet, "", "", nil},
		{"4", Work, "Write and update documentation from what customers ask", NotYet, "", "", nil},
		{"5", Work, "Solve hard problems and delight people while doing it", Partial,
			"Code and logs survive the mail, everything said can be found; diagnosis of bundles is missing", "/search",
			[]Test{story, {"internal/core/ticket", "TestFixedQueries"}, {"internal/platform/markup", "TestCodeSurvives"}}},
		{"6", Work, "Take turns, weekday and weekend, in the daytime only, for emergencies or for incident communications", Done,
			"Schedules that refuse nights and holes, cover that somebody accepts, pages until somebody answers, hand-overs that must be accepted, incidents told on time", "/on-call",
			[]Test{story, {"test/scenario", "TestScenario14"}, {"test/scenario", "TestScenario17"}, {"test/scenario", "TestScenario19"}, {"test/scenario", "TestScenario43"}}},
		{"7", Work, "Help Product set goals, roadmap and priorities from what the front line knows", NotYet, "", "", nil},
		{"8", Work, "Keep learning how the product is best used", NotYet, "", "", nil},
		{"9", Work, "Take part in hiring: review applications and assessments, interview", NotYet, "", "", nil},
		{"10", Work, "Suggest better workflows, and put them in place", Partial,
			"Views, mail templates and rules that can be tried on the past; all of it as files, which two people answer for; a suggestion has no place in the desk yet", "/settings/triggers",
			[]Test{{"internal/core/ticket", "TestSaveView"}, {"internal/capability/notify", "TestTemplatesAreChecked"}, {"test/scenario", "TestScenario29"}}},
		{"11a", Work, "The whole case: the first inquiry", Done, "Received = filed + held + dead + pending, always; nothing is lost or doubled", "/tickets",
			[]Test{story, {"internal/capability/intake", "TestAccountBalances"}}},
		{"11b", Work, "The whole case: triage", Partial, "Fields, clocks that say why, a queue by weight, rules, emergencies with a written decision; who may ask is not yet proved at the door", "/queue",
			[]Test{story, {"internal/core/ticket", "TestLife"}, {"test/scenario", "TestScenario15"}, {"test/scenario", "TestScenario01"}, {"test/scenario", "TestScenario05"}, {"test/scenario", "TestScenario12"}}},
		{"11c", Work, "The whole case: reproduction", NotYet, "", "", nil},
		{"11d", Work, "The whole case: a bug report handed to Development", NotYet, "", "", nil},
		{"11e", Work, "The whole case: resolution", Done, "A reply goes out once, its outcome stands beside it, and the ticket is solved", "/tickets",
			[]Test{story, {"internal/capability/notify", "TestReplyReachesTheCustomer"}, {"internal/core/ticket", "TestLife"}}},
		{"12a", Work, "Work with support platforms such as Zendesk and Salesforce", NotYet, "", "", nil},
		{"12b", Work, "Work with DevOps tools, Kubernetes, serverless, the Rails console, Git, CI/CD and Linux", NotYet, "", "", nil},
		{"13", Work, "Be free to build what makes one's own and colleagues' work easier", NotYet, "", "", nil},
	}
}
