package content

import "strings"

// hello greets whom the speaker answers: staff greet the requester, customers greet the engineer or
// the team.
func hello(s *scene) string {
	if s.speaking.Key == s.cast[byCustomer].Key || s.speaking.Key == s.cast[byCC].Key {
		return customerHello(s)
	}
	name := firstName(s.cast[byCustomer].Name)
	switch s.language {
	case "de":
		return pick(s.dice, []string{"Hallo ", "Guten Tag "}) + s.cast[byCustomer].Name + ","
	case "fr":
		return "Bonjour " + name + ","
	case "es":
		return "Hola, " + name + ":"
	case "pt":
		return pick(s.dice, []string{"Olá, ", "Oi, "}) + name + ","
	case "ja":
		return native(s.cast[byCustomer]) + "様"
	}
	return pick(s.dice, []string{"Hi " + name + ",", "Hi " + name + ",", "Hello " + name + ",", "Hey " + name + ","})
}

func customerHello(s *scene) string {
	name := firstName(s.cast[byAgent].Name)
	team := len(s.vars["_answered"]) == 0 // nobody has answered yet
	switch s.language {
	case "de":
		return ifElse(team, pick(s.dice, []string{"Hallo zusammen,", "Guten Tag,", "Liebes Support-Team,"}), "Hallo "+name+",")
	case "fr":
		return ifElse(team, "Bonjour,", "Bonjour "+name+",")
	case "es":
		return ifElse(team, pick(s.dice, []string{"Buenos días:", "Hola, equipo:"}), "Hola, "+name+":")
	case "pt":
		return ifElse(team, pick(s.dice, []string{"Olá, pessoal,", "Bom dia,"}), "Olá, "+name+",")
	case "ja":
		return ifElse(team, "サポートご担当者様", lastName(s.cast[byAgent].Name)+"様")
	}
	if team {
		return pick(s.dice, []string{"Hi team,", "Hello,", "Hi,", "Hello support,", "Hi there,", "Good day,"})
	}
	return pick(s.dice, []string{"Hi " + name + ",", "Hello " + name + ",", name + ",", "Thanks " + name + "."})
}

func ifElse(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

// goodbye signs a text the way its writer does.
func goodbye(s *scene) string {
	name := firstName(s.speaking.Name)
	formula := map[string][]string{
		"de": {"Viele Grüße", "Mit freundlichen Grüßen", "Beste Grüße"},
		"fr": {"Cordialement", "Bien à vous", "Merci d'avance"},
		"es": {"Un saludo", "Gracias y saludos", "Atentamente"},
		"pt": {"Abraços", "Atenciosamente", "Obrigado pela ajuda"},
		"ja": {"よろしくお願いいたします。", "お手数をおかけしますが、よろしくお願いします。"},
		"en": {"Thanks", "Best regards", "Kind regards", "Cheers", "Regards", "Thank you", "Best"},
	}[s.language]
	closing := pick(s.dice, formula)
	switch {
	case s.language == "ja":
		return closing + "\n" + native(s.speaking)
	case strings.HasPrefix(closing, "Obrigad"), s.chance(70):
		return closing + ",\n" + name
	}
	return closing + "\n" + s.speaking.Name
}
