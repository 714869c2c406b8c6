package salesforce

// ID18 gives the form of an id whose letters may change case, of 18 characters, for that of 15; anything else stays as it is
// (Salesforce: ID Field Type).
func ID18(id string) string {
	if len(id) != 15 {
		return id
	}
	suffix := make([]byte, 0, 3)
	for chunk := range 3 {
		flags := 0
		for i := range 5 {
			switch c := id[chunk*5+i]; {
			case c >= 'A' && c <= 'Z':
				flags |= 1 << i
			case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			default:
				return id
			}
		}
		suffix = append(suffix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[flags])
	}
	return id + string(suffix)
}
