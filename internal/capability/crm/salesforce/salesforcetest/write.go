package salesforcetest

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// upsert makes or changes the record whose external field has a value.
func (s *Salesforce) upsert(w http.ResponseWriter, r *http.Request) {
	object, field, id := r.PathValue("object"), r.PathValue("field"), r.PathValue("id")
	values, ok := decode(w, r)
	if !ok {
		return
	}
	for _, known := range s.tables[object] {
		if known[field] == id {
			set(known, values)
			answer(w, http.StatusOK, map[string]any{"id": known["Id"], "success": true, "errors": []string{}, "created": false})
			return
		}
	}
	made := Record{"Id": fmt.Sprintf("500R%014d", len(s.tables[object])+1), field: id}
	set(made, values)
	s.tables[object] = append(s.tables[object], made)
	answer(w, http.StatusCreated, map[string]any{"id": made["Id"], "success": true, "errors": []string{}, "created": true})
}

// update changes several records, each by itself (Salesforce: REST API › Update Multiple Records).
func (s *Salesforce) update(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Records []map[string]any `json:"records"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || len(body.Records) > 200 {
		refuse(w, http.StatusBadRequest, "EXCEEDED_MAX_SIZE_REQUEST", "record limit reached")
		return
	}
	var said []map[string]any
	for _, values := range body.Records {
		said = append(said, s.updateOne(values))
	}
	answer(w, http.StatusOK, said)
}

func (s *Salesforce) updateOne(values map[string]any) map[string]any {
	attributes, _ := values["attributes"].(map[string]any)
	object, _ := attributes["type"].(string)
	for _, known := range s.tables[object] {
		if known["Id"] == values["id"] {
			delete(values, "attributes")
			delete(values, "id")
			set(known, values)
			return map[string]any{"id": known["Id"], "success": true, "errors": []string{}}
		}
	}
	return map[string]any{"success": false,
		"errors": []map[string]any{{"statusCode": "ENTITY_IS_DELETED", "message": "entity is deleted", "fields": []string{}}}}
}

func decode(w http.ResponseWriter, r *http.Request) (map[string]any, bool) {
	var values map[string]any
	if err := json.NewDecoder(r.Body).Decode(&values); err != nil {
		refuse(w, http.StatusBadRequest, "JSON_PARSER_ERROR", err.Error())
		return nil, false
	}
	return values, true
}

func set(r Record, values map[string]any) {
	for name, v := range values {
		r[name] = fmt.Sprint(v)
		if v == nil {
			r[name] = ""
		}
	}
}
