package salesforce

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Row is a record by the names that the query gave its fields, such as Owner.Email; null is empty.
type Row map[string]string

// Page is a part of an answer to a query.
type Page struct {
	Rows  []Row
	Total int    // of the whole answer
	Next  string // path of the next part; empty at the end
}

// Query asks for records by SOQL (Salesforce: REST API › Query).
func (c *Client) Query(ctx context.Context, soql string) (Page, error) {
	return c.page(ctx, c.data("/query?q="+url.QueryEscape(soql)))
}

// More gives the next part of an answer: next is Page.Next.
func (c *Client) More(ctx context.Context, next string) (Page, error) {
	if !strings.HasPrefix(next, "/services/data/") {
		return Page{}, fault.New(fault.Invalid, "Salesforce names %q as the next part of an answer, which is no path of its API", fault.Clip(next, 80))
	}
	return c.page(ctx, next)
}

func (c *Client) page(ctx context.Context, path string) (Page, error) {
	a, err := c.call(ctx, "GET", path, nil, nil)
	if err != nil {
		return Page{}, err
	}
	return ParsePage(a.Body)
}

// ParsePage reads an answer to a query. One that ends too early is fault.Unavailable: half a page is asked for again.
func ParsePage(body []byte) (Page, error) {
	var said struct {
		TotalSize      int              `json:"totalSize"`
		Done           *bool            `json:"done"`
		NextRecordsURL string           `json:"nextRecordsUrl"`
		Records        []map[string]any `json:"records"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // 18 digits are more than a float holds
	if err := decoder.Decode(&said); err != nil || said.Done == nil {
		return Page{}, fault.Wrap(fault.Unavailable, halved(err), "Salesforce answered half a page")
	}
	p := Page{Total: said.TotalSize, Rows: make([]Row, len(said.Records))}
	for i, record := range said.Records {
		p.Rows[i] = Row{}
		p.Rows[i].add("", record)
	}
	if *said.Done {
		return p, nil
	}
	if p.Next = said.NextRecordsURL; p.Next == "" {
		return Page{}, fault.Wrap(fault.Unavailable, halved(nil), "Salesforce says that there is more, and not where")
	}
	return p, nil
}

// add flattens the records of relationships: {"Owner": {"Email": "a"}} is Owner.Email.
func (r Row) add(prefix string, record map[string]any) {
	for name, value := range record {
		if name == "attributes" { // the type of the record and its address
			continue
		}
		switch v := value.(type) {
		case nil:
			r[prefix+name] = ""
		case string:
			r[prefix+name] = v
		case bool:
			r[prefix+name] = map[bool]string{true: "true", false: "false"}[v]
		case json.Number:
			r[prefix+name] = v.String()
		case map[string]any:
			r.add(prefix+name+".", v)
		}
	}
}
