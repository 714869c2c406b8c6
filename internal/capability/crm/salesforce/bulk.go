package salesforce

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Job is a query that Salesforce answers in its own time (Salesforce: Bulk API 2.0 › Query Jobs).
type Job struct {
	ID        string `json:"id"`
	State     string `json:"state"` // UploadComplete, InProgress, JobComplete, Aborted or Failed
	Processed int    `json:"numberRecordsProcessed"`
	Error     string `json:"errorMessage"`
}

// Done reports whether the results can be read.
func (j Job) Done() bool { return j.State == "JobComplete" }

// Dead reports whether there will never be results.
func (j Job) Dead() bool { return j.State == "Failed" || j.State == "Aborted" }

// CreateJob begins a query. A job that nobody reads is deleted by Salesforce after seven days.
func (c *Client) CreateJob(ctx context.Context, soql string) (Job, error) {
	a, err := c.call(ctx, "POST", c.data("/jobs/query"), map[string]string{"operation": "query", "query": soql}, nil)
	if err != nil {
		return Job{}, err
	}
	return readJob(a.Body)
}

// Job tells how a query fares.
func (c *Client) Job(ctx context.Context, id string) (Job, error) {
	a, err := c.call(ctx, "GET", c.data("/jobs/query/"+url.PathEscape(id)), nil, nil)
	if err != nil {
		return Job{}, err
	}
	return readJob(a.Body)
}

func readJob(body []byte) (j Job, err error) {
	if err := json.Unmarshal(body, &j); err != nil || j.ID == "" {
		return j, fault.Wrap(fault.Unavailable, halved(err), "Salesforce answered half of what it knows of a query job")
	}
	return j, nil
}

// Results gives up to most rows of a query from a locator on; an empty one is the start. Page.Next is the next locator, empty
// at the end (Salesforce: Bulk API 2.0 › Get Results for a Query Job).
func (c *Client) Results(ctx context.Context, id, locator string, most int) (Page, error) {
	q := url.Values{"maxRecords": {strconv.Itoa(most)}}
	if locator != "" {
		q.Set("locator", locator)
	}
	a, err := c.call(ctx, "GET", c.data("/jobs/query/"+url.PathEscape(id)+"/results?"+q.Encode()), nil, map[string]string{"Accept": "text/csv"})
	if err != nil {
		return Page{}, err
	}
	p := Page{Next: a.Header.Get("Sforce-Locator")}
	if p.Next == "null" {
		p.Next = ""
	}
	if p.Rows, err = ParseCSV(a.Body); err != nil {
		return Page{}, err
	}
	if n, err := strconv.Atoi(a.Header.Get("Sforce-NumberOfRecords")); err == nil && n != len(p.Rows) {
		return Page{}, fault.Wrap(fault.Unavailable, halved(nil), "Salesforce says %d records and sends %d", n, len(p.Rows))
	}
	return p, nil
}

// ParseCSV reads results: UTF-8, comma, the first line names the fields (RFC 4180). Half a line is fault.Unavailable.
func ParseCSV(body []byte) ([]Row, error) {
	if len(body) > 0 && body[len(body)-1] != '\n' {
		return nil, fault.Wrap(fault.Unavailable, halved(nil), "The results of Salesforce end in the middle of a line")
	}
	r := csv.NewReader(bytes.NewReader(body))
	head, err := r.Read()
	if errors.Is(err, io.EOF) { // a query without results has not even names
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, halved(err), "The results of Salesforce cannot be read")
	}
	var rows []Row
	for {
		line, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, halved(err), "The results of Salesforce cannot be read")
		}
		row := Row{}
		for i, name := range head {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
}

// DropJob deletes a query and its results. One that is gone already is no error.
func (c *Client) DropJob(ctx context.Context, id string) error {
	_, err := c.call(ctx, "DELETE", c.data("/jobs/query/"+url.PathEscape(id)), nil, nil)
	if Stale(err) {
		return nil
	}
	return err
}
