package config

// allKinds lists what a desk is configured with, each kind behind those that its files may name.
func (s *Service) allKinds() []kind {
	return []kind{
		calendars(), regions(), groups(), s.settingsKind(), organizationFields(), staff(), organizations(), crmOverrides(), fields(),
		forms(), statuses(), views(), macros(),
		policies(), triggers(), automations(), mailboxes(), qualifications(), schedules(), escalationPolicies(),
	}
}

// kindIn finds the kind of a folder.
func (s *Service) kindIn(folder string) (kind, bool) {
	for _, k := range s.kinds {
		if k.folder() == folder {
			return k, true
		}
	}
	return nil, false
}
