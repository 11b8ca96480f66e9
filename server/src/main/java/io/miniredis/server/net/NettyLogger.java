package io.miniredis.server.net;

import io.miniredis.server.log.ServerLog;
import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/**
 * Netty's warnings and errors in the server's log; what it says below that is dropped.
 *
 * <p>Without it Netty looks for SLF4J, two Log4Js and the JDK's logging when it starts, and takes the last: loading
 * that takes about as long as loading the command table.
 */
final class NettyLogger extends AbstractInternalLogger {
    private static final long serialVersionUID = 1;

    private final transient ServerLog log;

    NettyLogger(String name, ServerLog log) {
        super(name);
        this.log = log;
    }

    /** Makes loggers that write to this log. */
    static InternalLoggerFactory writingTo(ServerLog log) {
        return new InternalLoggerFactory() {
            @Override
            protected InternalLogger newInstance(String name) {
                return new NettyLogger(name, log);
            }
        };
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String text) {
        write(text);
    }

    @Override
    public void warn(String format, Object argument) {
        write(format, argument);
    }

    @Override
    public void warn(String format, Object first, Object second) {
        write(format, first, second);
    }

    @Override
    public void warn(String format, Object... arguments) {
        write(format, arguments);
    }

    @Override
    public void warn(String text, Throwable cause) {
        log.failure("Netty: " + text, cause);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String text) {
        write(text);
    }

    @Override
    public void error(String format, Object argument) {
        write(format, argument);
    }

    @Override
    public void error(String format, Object first, Object second) {
        write(format, first, second);
    }

    @Override
    public void error(String format, Object... arguments) {
        write(format, arguments);
    }

    @Override
    public void error(String text, Throwable cause) {
        log.failure("Netty: " + text, cause);
    }

    /** Fills each {@code {}} of the format; an exception after the last one brings its stack trace. */
    private void write(String format, Object... arguments) {
        StringBuilder text = new StringBuilder("Netty: ").append(format);
        int gap = text.indexOf("{}");
        for (Object argument : arguments) {
            if (gap >= 0) {
                String value = String.valueOf(argument);
                text.replace(gap, gap + 2, value);
                gap = text.indexOf("{}", gap + value.length());
            } else if (argument instanceof Throwable cause) {
                log.failure(text.toString(), cause);
                return;
            }
        }
        log.warning(text.toString());
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String text) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String text, Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String text) {}

    @Override
    public void debug(String format, Object argument) {}

    @Override
    public void debug(String format, Object first, Object second) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void debug(String text, Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(String text) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String text, Throwable cause) {}
}
