package content

const (
	apac = "apac"
	emea = "emea"
	amer = "amer"
)

const (
	monToFri Weekdays = 0b0111110
	sunToThu Weekdays = 0b0011111 // the working week in much of the Gulf
	tueToSat Weekdays = 0b1111100
	everyDay Weekdays = 0b1111111
)

func clock(fromHour, toHour int, days Weekdays) Hours {
	return Hours{From: fromHour * 60, To: toHour * 60, Days: days}
}

func regions() []Region {
	return []Region{
		{Key: apac, Name: "APAC", Zone: "Australia/Brisbane", Hours: clock(9, 21, monToFri)},
		{Key: emea, Name: "EMEA", Zone: "Europe/Amsterdam", Hours: clock(8, 18, monToFri)},
		{Key: amer, Name: "AMER", Zone: "America/Los_Angeles", Hours: clock(5, 17, monToFri)},
	}
}

const (
	groupAPAC      = "support-apac"
	groupEMEA      = "support-emea"
	groupAMER      = "support-amer"
	groupLicensing = "licensing"
	groupAccounts  = "saas-accounts"
	groupInternal  = "internal-requests"
)

func groups() []Group {
	return []Group{
		{Key: groupAPAC, Name: "Support APAC", Region: apac},
		{Key: groupEMEA, Name: "Support EMEA", Region: emea},
		{Key: groupAMER, Name: "Support AMER", Region: amer},
		{Key: groupLicensing, Name: "Licensing & Renewals"},
		{Key: groupAccounts, Name: "SaaS Accounts"},
		{Key: groupInternal, Name: "Internal Requests"},
	}
}
