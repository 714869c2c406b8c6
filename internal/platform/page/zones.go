package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// zones are suggested in this order; any other IANA name can be typed. Go has no list of them.
var zones = []string{
	"Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Vancouver", "America/Phoenix", "America/Denver",
	"America/Mexico_City", "America/Chicago", "America/Winnipeg", "America/Bogota", "America/Lima", "America/New_York",
	"America/Toronto", "America/Halifax", "America/Santiago", "America/St_Johns", "America/Argentina/Buenos_Aires",
	"America/Sao_Paulo", "Atlantic/Azores", "Atlantic/Reykjavik", "UTC", "Europe/London", "Europe/Dublin", "Europe/Lisbon",
	"Africa/Lagos", "Europe/Amsterdam", "Europe/Berlin", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Vienna",
	"Europe/Zurich", "Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm", "Europe/Prague", "Europe/Warsaw", "Europe/Budapest",
	"Africa/Johannesburg", "Africa/Cairo", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Asia/Jerusalem",
	"Europe/Istanbul", "Africa/Nairobi", "Asia/Riyadh", "Asia/Dubai", "Asia/Tbilisi", "Asia/Karachi", "Asia/Kolkata", "Asia/Colombo",
	"Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh", "Asia/Singapore",
	"Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Taipei", "Australia/Perth", "Asia/Seoul", "Asia/Tokyo",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Australia/Melbourne", "Pacific/Auckland",
}

// ZoneList holds the suggestions for inputs with list="zones"; a page has it once.
func ZoneList() g.Node {
	return h.DataList(h.ID("zones"), g.Map(zones, func(z string) g.Node { return h.Option(h.Value(z)) }))
}
