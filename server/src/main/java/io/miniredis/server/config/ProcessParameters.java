package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

import io.miniredis.server.log.LogLevel;

/** The server as a process: its directory, log, pid file, signals, and how it stops. */
public final class ProcessParameters {
    private static final String CPU_LIST = "a JVM cannot choose its processors, use taskset";

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
        databases = table.integer(named("databases").immutable(), 16, 1, Integer.MAX_VALUE);
        logLevel = table.constant(named("loglevel"), LogLevel.NOTICE, LogLevel.values());
        logFile = table.text(named("logfile").immutable(), "");
        hideUserDataFromLog = table.flag(named("hide-user-data-from-log"), false);
        syslogEnabled = table.flag(named("syslog-enabled").immutable(), false);
        syslogIdent = table.text(named("syslog-ident").immutable(), "redis");
        syslogFacility = table.choice(
                named("syslog-facility").immutable(),
                "local0",
                "user local0 local1 local2 local3 local4 local5 local6 local7");
        alwaysShowLogo = table.flag(named("always-show-logo").immutable(), false);
        pidFile = table.optionalText(named("pidfile").immutable());
        daemonize = table.flag(named("daemonize").immutable(), false);
        supervised = table.choice(named("supervised").immutable(), "no", "upstart systemd auto no");
        setProcTitle = table.flag(named("set-proc-title").immutable(), true);
        procTitleTemplate = table.text(
                named("proc-title-template").withoutEffect("a JVM cannot change its title"),
                "{title} {listen-addr} {server-mode}",
                TextRule.TITLE_TEMPLATE);
        shutdownTimeoutSeconds = table.integer(named("shutdown-timeout"), 10, 0, Integer.MAX_VALUE);
        shutdownOnSigint = table.add(new ShutdownOptionsParameter(named("shutdown-on-sigint")));
        shutdownOnSigterm = table.add(new ShutdownOptionsParameter(named("shutdown-on-sigterm")));
        crashLogEnabled = table.flag(named("crash-log-enabled"), true);
        crashMemcheckEnabled = table.flag(named("crash-memcheck-enabled"), true);
        useExitOnPanic = table.flag(named("use-exit-on-panic").hidden(), false);
        watchdogPeriodMillis = table.integer(named("watchdog-period").hidden(), 0, 0, Integer.MAX_VALUE);
        ignoreWarnings =
                table.text(named("ignore-warnings").withoutEffect("the warning that it names cannot occur here"), "");
        localeCollate = table.text(named("locale-collate").later("order what SORT ALPHA sorts"), "");
        disableThp = table.flag(named("disable-thp").immutable(), true);
        oomScoreAdj = table.choice(named("oom-score-adj"), "no", "no yes relative absolute")
                .synonym("relative");
        oomScoreAdjValues = table.add(new OomScoreValuesParameter(named("oom-score-adj-values")));
        serverCpulist = table.optionalText(
                named("server_cpulist").newerName("server-cpulist").immutable().withoutEffect(CPU_LIST));
        bioCpulist = table.optionalText(
                named("bio_cpulist").newerName("bio-cpulist").immutable().withoutEffect(CPU_LIST));
        aofRewriteCpulist = table.optionalText(named("aof_rewrite_cpulist")
                .newerName("aof-rewrite-cpulist")
                .immutable()
                .withoutEffect(CPU_LIST));
        bgsaveCpulist = table.optionalText(
                named("bgsave_cpulist").newerName("bgsave-cpulist").immutable().withoutEffect(CPU_LIST));
    }
}
