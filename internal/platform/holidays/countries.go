package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/ke"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/th"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// country is one whose holidays are known. Where days is nil, what all regions keep is nationwide.
type country struct {
	code, name string
	days       []*cal.Holiday
	regions    []region
}

// region is a part of a country with holidays of its own: days are all that are kept there.
type region struct {
	code, name string
	days       []*cal.Holiday
}

// countries are in the order of their names.
var countries = []country{
	{"AR", "Argentina", ar.Holidays, nil},
	{"AU", "Australia", nil, australia},
	{"AT", "Austria", at.Holidays, nil},
	{"BE", "Belgium", be.Holidays, nil},
	{"BR", "Brazil", br.Holidays, nil},
	{"BG", "Bulgaria", bg.Holidays, nil},
	{"CA", "Canada", ca.Holidays, nil},
	{"HR", "Croatia", hr.Holidays, nil},
	{"CY", "Cyprus", cy.Holidays, nil},
	{"CZ", "Czechia", cz.Holidays, nil},
	{"DK", "Denmark", dk.Holidays, nil},
	{"EE", "Estonia", ee.Holidays, nil},
	{"FI", "Finland", fi.Holidays, nil},
	{"FR", "France", fr.Holidays, nil},
	{"DE", "Germany", de.Holidays, germany},
	{"GR", "Greece", gr.Holidays, nil},
	{"HU", "Hungary", hu.Holidays, nil},
	{"IS", "Iceland", is.Holidays, nil},
	{"IE", "Ireland", ie.Holidays, nil},
	{"IT", "Italy", it.Holidays, nil},
	{"JP", "Japan", jp.Holidays, nil},
	{"KE", "Kenya", ke.Holidays, nil},
	{"LV", "Latvia", lv.Holidays, nil},
	{"LT", "Lithuania", lt.Holidays, nil},
	{"LU", "Luxembourg", lu.Holidays, nil},
	{"MW", "Malawi", mw.Holidays, nil},
	{"MT", "Malta", mt.Holidays, nil},
	{"MX", "Mexico", mx.Holidays, nil},
	{"NL", "Netherlands", nl.Holidays, nil},
	{"NC", "New Caledonia", nc.Holidays, nil},
	{"NZ", "New Zealand", nz.Holidays, nil},
	{"NO", "Norway", no.Holidays, nil},
	{"PL", "Poland", pl.Holidays, nil},
	{"PT", "Portugal", pt.Holidays, nil},
	{"RO", "Romania", ro.Holidays, nil},
	{"RU", "Russia", ru.Holidays, nil},
	{"RS", "Serbia", rs.Holidays, nil},
	{"SK", "Slovakia", sk.Holidays, nil},
	{"SI", "Slovenia", si.Holidays, nil},
	{"ZA", "South Africa", za.Holidays, nil},
	{"ES", "Spain", es.Holidays, nil},
	{"SE", "Sweden", se.Holidays, nil},
	{"CH", "Switzerland", ch.Holidays, switzerland},
	{"TH", "Thailand", th.Holidays, nil},
	{"UA", "Ukraine", ua.Holidays, nil},
	{"GB", "United Kingdom", gb.Holidays, nil},
	{"US", "United States", us.Holidays, nil},
}

var australia = []region{
	{"ACT", "Australian Capital Territory", au.HolidaysACT},
	{"NSW", "New South Wales", au.HolidaysNSW},
	{"NT", "Northern Territory", au.HolidaysNT},
	{"QLD", "Queensland", au.HolidaysQLD},
	{"SA", "South Australia", au.HolidaysSA},
	{"TAS", "Tasmania", au.HolidaysTAS},
	{"VIC", "Victoria", au.HolidaysVIC},
	{"WA", "Western Australia", au.HolidaysWA},
}

var germany = []region{
	{"BW", "Baden-Württemberg", de.HolidaysBW},
	{"BY", "Bayern", de.HolidaysBY},
	{"BE", "Berlin", de.HolidaysBE},
	{"BB", "Brandenburg", de.HolidaysBB},
	{"HB", "Bremen", de.HolidaysHB},
	{"HH", "Hamburg", de.HolidaysHH},
	{"HE", "Hessen", de.HolidaysHE},
	{"MV", "Mecklenburg-Vorpommern", de.HolidaysMV},
	{"NI", "Niedersachsen", de.HolidaysNI},
	{"NW", "Nordrhein-Westfalen", de.HolidaysNW},
	{"RP", "Rheinland-Pfalz", de.HolidaysRP},
	{"SL", "Saarland", de.HolidaysSL},
	{"SN", "Sachsen", de.HolidaysSN},
	{"ST", "Sachsen-Anhalt", de.HolidaysST},
	{"SH", "Schleswig-Holstein", de.HolidaysSH},
	{"TH", "Thüringen", de.HolidaysTH},
}

var switzerland = []region{
	{"AG", "Aargau", ch.HolidaysAG},
	{"AR", "Appenzell Ausserrhoden", ch.HolidaysAR},
	{"AI", "Appenzell Innerrhoden", ch.HolidaysAI},
	{"BL", "Basel-Landschaft", ch.HolidaysBL},
	{"BS", "Basel-Stadt", ch.HolidaysBS},
	{"BE", "Bern", ch.HolidaysBE},
	{"FR", "Fribourg", ch.HolidaysFR},
	{"GE", "Genève", ch.HolidaysGE},
	{"GL", "Glarus", ch.HolidaysGL},
	{"GR", "Graubünden", ch.HolidaysGR},
	{"JU", "Jura", ch.HolidaysJU},
	{"LU", "Luzern", ch.HolidaysLU},
	{"NE", "Neuchâtel", ch.HolidaysNE},
	{"NW", "Nidwalden", ch.HolidaysNW},
	{"OW", "Obwalden", ch.HolidaysOW},
	{"SH", "Schaffhausen", ch.HolidaysSH},
	{"SZ", "Schwyz", ch.HolidaysSZ},
	{"SO", "Solothurn", ch.HolidaysSO},
	{"SG", "St. Gallen", ch.HolidaysSG},
	{"TG", "Thurgau", ch.HolidaysTG},
	{"TI", "Ticino", ch.HolidaysTI},
	{"UR", "Uri", ch.HolidaysUR},
	{"VS", "Valais", ch.HolidaysVS},
	{"VD", "Vaud", ch.HolidaysVD},
	{"ZG", "Zug", ch.HolidaysZG},
	{"ZH", "Zürich", ch.HolidaysZH},
}
