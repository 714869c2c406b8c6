package boundary

import "strings"

// everyday are words of the trade and of the language that are also people's names or accounts: alone they name nobody.
var everyday = set(`admin administrator root support info help helpdesk service team noreply office mail postmaster webmaster user users test
	security git gitlab sysadmin operator operations devops contact hello billing sales abuse hostmaster system daemon backup deploy
	able art bell best bill black blue book brook brown bush case chance chase church city cook cross curry daily dale day dean drew duke
	early east english fair field fish flint ford fork forest foster fox frank free french gate good grace grant gray green grey grove guy hand
	hall hardy head hill holder hood hook hope house hunt hunter idle iris jack job joy judge just kay key king knight lake land lane law lee light
	little long lord love major marks mark mason may merit miles mill miller moon more moss must nick noble north page park patch pace pat
	penny pike pool pope post power price pride read reed reach rich ring river robin rock rod root rose rule rush sage sand sandy sharp shell
	short singer skip small smith snow south speed spring stack star steel sterling stone story street strong summer swift taylor temple
	token tree trip tucker van von der del wall ward warden waters way web weeks west wheeler white will wind winter wise wolf wood woods
	young agent array branch block bond carpenter carter chip cliff coin cost cotton day dollar drake farmer fisher gardener garden german
	gold hash heath host image issue label line link lock major mercy native nightly object open pack pipe pointer port porter queen query
	reader release remote runner sales server shard silver solid source state store table target task text thread ticket time title trace
	union value virtue watch weaver worker world write zone dot max min new old one red two ten`)

// generic are words that the names of many organizations share.
var generic = set(`the of and for a an us u s usa united states american national federal state central general public government department dept
	ministry office bureau agency administration authority board commission committee council court service services institute institution
	laboratory laboratories lab labs center centre university college school hospital bank group holding holdings company co corp corporation inc
	incorporated llc llp ltd limited plc gmbh ag kg se sa sas bv nv ab oy as spa srl pty international global world defense defence energy health
	homeland security justice interior commerce labor labour transportation education agriculture treasury veterans affairs housing
	environmental protection research development science space air force army navy marine coast guard intelligence information technology
	systems solutions software networks communications data cloud city county town region district bundesamt amt der die das fuer fur und`)

func set(text string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(text) {
		all[w] = true
	}
	return all
}
