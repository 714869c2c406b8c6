package story

// acts are the whole story, in order. A later capability adds its own.
func acts() []act {
	return []act{prologue(), crash(), answer(), brakes(), quarantine(), wholeAccount(), due(), emergencyOnFriday(), incidentTold(),
		sundown(), knownEngineer(), leavesNoTrace()}
}
