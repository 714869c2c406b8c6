package salesforce

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// MostUpdates is how many records one request of Update may have (Salesforce: REST API › Update Multiple Records).
const MostUpdates = 200

// Upsert makes or changes the record whose external field has a value, and gives its id, which is empty where Salesforce does
// not tell it. To send the same again changes nothing (Salesforce: REST API › Insert or Update (Upsert) a Record Using an
// External ID).
func (c *Client) Upsert(ctx context.Context, object, field, value string, values map[string]any) (id string, err error) {
	a, err := c.call(ctx, "PATCH", c.data("/sobjects/"+url.PathEscape(object)+"/"+url.PathEscape(field)+"/"+url.PathEscape(value)), values, nil)
	if err != nil || len(a.Body) == 0 { // 204 in older versions
		return "", err
	}
	var said struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(a.Body, &said); err != nil {
		return "", fault.Wrap(fault.Unavailable, halved(err), "Salesforce answered half of what became of a record")
	}
	return said.ID, nil
}

// Update is new values of a record.
type Update struct {
	ID     string
	Values map[string]any
}

// Update changes up to MostUpdates records of one kind in one request, each by itself: the answer has an error for each, nil
// where it was changed.
func (c *Client) Update(ctx context.Context, object string, all []Update) ([]error, error) {
	records := make([]map[string]any, len(all))
	for i, u := range all {
		records[i] = map[string]any{"attributes": map[string]string{"type": object}, "id": u.ID}
		for name, value := range u.Values {
			records[i][name] = value
		}
	}
	a, err := c.call(ctx, "PATCH", c.data("/composite/sobjects"), map[string]any{"allOrNone": false, "records": records}, nil)
	if err != nil {
		return nil, err
	}
	var said []struct {
		Success bool `json:"success"`
		Errors  []struct {
			Code    string `json:"statusCode"`
			Message string `json:"message"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(a.Body, &said); err != nil || len(said) != len(all) {
		return nil, fault.Wrap(fault.Unavailable, halved(err), "Salesforce answered half of what became of %d records", len(all))
	}
	errs := make([]error, len(all))
	for i, s := range said {
		switch {
		case s.Success:
		case len(s.Errors) > 0:
			errs[i] = &Refusal{Code: s.Errors[0].Code, Message: fault.Clip(s.Errors[0].Message, 200)}
		default:
			errs[i] = &Refusal{Code: "UNKNOWN", Message: "no reason given"}
		}
	}
	return errs, nil
}
