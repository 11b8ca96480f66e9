package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

import io.miniredis.server.log.LogLevel;

/** The server as a process: its directory, log, pid file, signals, and how it stops. */
public final class ProcessParameters {
    public final DirectoryParameter directory;
    public final IntParameter databases;
    public final EnumParameter<LogLevel> logLevel;
    /** Empty: standard output. */
    public final TextParameter logFile;

    public final BooleanParameter hideUserDataFromLog;
    public final BooleanParameter syslogEnabled;
    public final TextParameter syslogIdent;
    public final ChoiceParameter syslogFacility;
    public final BooleanParameter alwaysShowLogo;
    public final TextParameter pidFile;
    public final BooleanParameter daemonize;
    public final ChoiceParameter supervised;
    public final BooleanParameter setProcTitle;
    public final TextParameter procTitleTemplate;
    public final IntParameter shutdownTimeoutSeconds;
    public final ShutdownOptionsParameter shutdownOnSigint;
    public final ShutdownOptionsParameter shutdownOnSigterm;
    public final BooleanParameter crashLogEnabled;
    public final BooleanParameter crashMemcheckEnabled;
    public final BooleanParameter useExitOnPanic;
    public final IntParameter watchdogPeriodMillis;
    public final TextParameter ignoreWarnings;
    public final TextParameter localeCollate;
    public final BooleanParameter disableThp;
    public final ChoiceParameter oomScoreAdj;
    public final OomScoreValuesParameter oomScoreAdjValues;
    public final TextParameter serverCpulist;
    public final TextParameter bioCpulist;
    public final TextParameter aofRewriteCpulist;
    public final TextParameter bgsaveCpulist;

    ProcessParameters(ParameterTable table) {
        directory = table.add(new DirectoryParameter(named("dir").guarded().deniedWhileLoading()));
        databases = table.add(new IntParameter(named("databases").immutable(), 16, 1, Integer.MAX_VALUE));
        logLevel = table.add(new EnumParameter<>(named("loglevel"), LogLevel.NOTICE, LogLevel.values()));
        logFile = table.add(new TextParameter(named("logfile").immutable(), "", TextRule.ANYTHING));
        hideUserDataFromLog = table.add(new BooleanParameter(named("hide-user-data-from-log"), false));
        syslogEnabled = table.add(
                new BooleanParameter(named("syslog-enabled").immutable().later("send the log to syslog too"), false));
        syslogIdent = table.add(new TextParameter(
                named("syslog-ident").immutable().later("be the name in syslog"), "redis", TextRule.ANYTHING));
        syslogFacility = table.add(new ChoiceParameter(
                named("syslog-facility").immutable().later("be the facility in syslog"),
                "local0",
                "user",
                "local0",
                "local1",
                "local2",
                "local3",
                "local4",
                "local5",
                "local6",
                "local7"));
        alwaysShowLogo =
                table.add(new BooleanParameter(named("always-show-logo").immutable(), false));
        pidFile = table.add(TextParameter.optional(named("pidfile").immutable()));
        daemonize = table.add(new BooleanParameter(
                named("daemonize").immutable().withoutEffect("a JVM cannot fork, the server stays in the foreground"),
                false));
        supervised = table.add(new ChoiceParameter(
                named("supervised").immutable().later("tell systemd when the server is ready"),
                "no",
                "upstart",
                "systemd",
                "auto",
                "no"));
        setProcTitle = table.add(new BooleanParameter(named("set-proc-title").immutable(), true));
        procTitleTemplate = table.add(new TextParameter(
                named("proc-title-template").withoutEffect("a JVM cannot change its title"),
                "{title} {listen-addr} {server-mode}",
                TextRule.TITLE_TEMPLATE));
        shutdownTimeoutSeconds = table.add(new IntParameter(named("shutdown-timeout"), 10, 0, Integer.MAX_VALUE));
        shutdownOnSigint = table.add(new ShutdownOptionsParameter(named("shutdown-on-sigint")));
        shutdownOnSigterm = table.add(new ShutdownOptionsParameter(named("shutdown-on-sigterm")));
        crashLogEnabled = table.add(new BooleanParameter(named("crash-log-enabled"), true));
        crashMemcheckEnabled = table.add(new BooleanParameter(named("crash-memcheck-enabled"), true));
        useExitOnPanic =
                table.add(new BooleanParameter(named("use-exit-on-panic").hidden(), false));
        watchdogPeriodMillis = table.add(new IntParameter(
                named("watchdog-period").hidden().later("log what the main thread does when it is stuck"),
                0,
                0,
                Integer.MAX_VALUE));
        ignoreWarnings = table.add(new TextParameter(
                named("ignore-warnings").withoutEffect("the warning that it names cannot occur here"),
                "",
                TextRule.ANYTHING));
        localeCollate = table.add(
                new TextParameter(named("locale-collate").later("order what SORT ALPHA sorts"), "", TextRule.ANYTHING));
        disableThp = table.add(new BooleanParameter(named("disable-thp").immutable(), true));
        oomScoreAdj = table.add(new ChoiceParameter(
                        named("oom-score-adj").later("tell Linux whom to kill when memory runs out"),
                        "no",
                        "no",
                        "yes",
                        "relative",
                        "absolute")
                .synonym("relative"));
        oomScoreAdjValues = table.add(new OomScoreValuesParameter(
                named("oom-score-adj-values").later("tell Linux whom to kill when memory runs out")));
        serverCpulist = table.add(TextParameter.optional(named("server_cpulist")
                .alias("server-cpulist")
                .immutable()
                .withoutEffect("a JVM cannot choose its processors, use taskset")));
        bioCpulist = table.add(TextParameter.optional(named("bio_cpulist")
                .alias("bio-cpulist")
                .immutable()
                .withoutEffect("a JVM cannot choose its processors, use taskset")));
        aofRewriteCpulist = table.add(TextParameter.optional(named("aof_rewrite_cpulist")
                .alias("aof-rewrite-cpulist")
                .immutable()
                .withoutEffect("a JVM cannot choose its processors, use taskset")));
        bgsaveCpulist = table.add(TextParameter.optional(named("bgsave_cpulist")
                .alias("bgsave-cpulist")
                .immutable()
                .withoutEffect("a JVM cannot choose its processors, use taskset")));
    }
}
