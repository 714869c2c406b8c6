// Command daywatch is the support desk for support engineers.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // business time is exact on machines that have no zone files, too

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/observe"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	text := slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})
	log := slog.New(observe.Log(text, app.LogFields))
	program, _ := os.Executable() // only mails that crash the desk need it
	code := cli.Run(ctx, os.Args[1:], &app.App{Out: os.Stdout, Log: log, Program: program}, cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
