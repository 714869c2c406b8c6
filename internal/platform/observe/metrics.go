package observe

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Metrics are the numbers of one process.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// Sample is one number of a gauge, with a value for each of its labels.
type Sample struct {
	Labels []string
	Value  float64
}

// NewMetrics makes the numbers of a process: of the Go runtime, of the process, and of its requests.
func NewMetrics() *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "daywatch_http_request_seconds", Help: "How long requests took, by route and class of status.",
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route", "status"})}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.requests)
	return m
}

// Request counts a finished request. The route is a pattern, never an address: the numbers must not grow with
// the tickets.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, fmt.Sprintf("%dxx", status/100)).Observe(took.Seconds())
}

// Gauge adds a number that is looked up when it is asked for, at most for two seconds. One that cannot be
// looked up is left out. It panics on a name that this desk has already, at start.
func (m *Metrics) Gauge(name, help string, labels []string, desk string, read func(ctx context.Context) ([]Sample, error)) {
	fixed := prometheus.Labels{"desk": desk}
	m.registry.MustRegister(&gauge{desc: prometheus.NewDesc(name, help, labels, fixed), read: read})
}

// gauge is a prometheus.Collector.
type gauge struct {
	desc *prometheus.Desc
	read func(ctx context.Context) ([]Sample, error)
}

// Describe implements prometheus.Collector.
func (g *gauge) Describe(ch chan<- *prometheus.Desc) { ch <- g.desc }

const patience = 2 * time.Second

// Collect implements prometheus.Collector.
func (g *gauge) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	samples, err := g.read(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(g.desc, err)
		return
	}
	for _, s := range samples {
		ch <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, s.Value, s.Labels...)
	}
}
