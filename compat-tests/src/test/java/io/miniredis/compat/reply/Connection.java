package io.miniredis.compat.reply;

import io.miniredis.compat.reply.Reply.Aggregate;
import io.miniredis.compat.reply.Reply.Attributed;
import io.miniredis.compat.reply.Reply.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection to a server: sends requests, reads replies of either protocol version. Owned by one thread. */
public final class Connection implements AutoCloseable {
    /** How long a reply may take; generous, as a waiting test has failed anyway. */
    private static final int TIMEOUT_MILLIS = 5_000;

    /** Time for a request to reach its server, where nobody can tell whether it has. */
    private static final int SETTLE_MILLIS = 40;

    /** Who is not read for so long waits behind a request of its own that blocks. */
    private static final int LONGEST_SETTLE_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean ended;

    public Connection(int port) {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reply call(String... words) {
        return call(List.of(words));
    }

    /** Sends a request and reads one reply. A word has one character per byte. */
    public Reply call(List<String> words) {
        send(words);
        return receive();
    }

    public void send(List<String> words) {
        StringBuilder out = new StringBuilder();
        append(out, words);
        sendRaw(out.toString());
    }

    /** Appends a request as it is sent, for those who send several at once. */
    public static void append(StringBuilder out, List<String> words) {
        out.append('*').append(words.size()).append("\r\n");
        for (String word : words) {
            out.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }

    /** Sends bytes as they are, one per character. */
    public void sendRaw(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            ended = true; // the next receive says so
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the server has read what was sent, or does not for long. */
    public void settle() {
        try {
            if (!Unread.isKnown()) {
                Thread.sleep(SETTLE_MILLIS);
                return;
            }
            for (int waited = 0; waited < LONGEST_SETTLE_MILLIS; waited++) {
                if (!Unread.isLeft(socket.getLocalPort(), socket.getPort())) {
                    return;
                }
                Thread.sleep(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next reply; {@link Reply#closed} at the end of the stream. */
    public Reply receive() {
        return receive(TIMEOUT_MILLIS);
    }

    /** The next reply, or {@link Reply#silence} if it does not begin within the time. */
    public Reply receive(int timeoutMillis) {
        try {
            socket.setSoTimeout(timeoutMillis);
            int mark;
            try {
                mark = in.read();
            } catch (SocketTimeoutException e) {
                return Reply.silence();
            }
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return mark < 0 ? end() : reply((char) mark);
        } catch (SocketException e) {
            return end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply end() {
        ended = true;
        return Reply.closed();
    }

    /** True once the server has closed the connection and this side has noticed. */
    public boolean isEnded() {
        return ended;
    }

    private Reply reply(char mark) throws IOException {
        String line = line();
        return switch (mark) {
            case '+' -> Reply.of(Reply.Type.SIMPLE, line);
            case '-' -> Reply.of(Reply.Type.ERROR, line);
            case ':' -> Reply.of(Reply.Type.INTEGER, line);
            case '$' -> line.equals("-1") ? Reply.nil() : Reply.of(Reply.Type.BULK, bytes(line));
            case '_' -> Reply.nil();
            case ',' -> Reply.of(Reply.Type.DOUBLE, line);
            case '#' -> Reply.of(Reply.Type.BOOLEAN, line);
            case '(' -> Reply.of(Reply.Type.BIG_NUMBER, line);
            case '=' -> Reply.of(Reply.Type.VERBATIM, bytes(line));
            case '*' -> line.equals("-1") ? Reply.nilArray() : aggregate(Kind.ARRAY, line, 1);
            case '%' -> aggregate(Kind.MAP, line, 2);
            case '~' -> aggregate(Kind.SET, line, 1);
            case '>' -> aggregate(Kind.PUSH, line, 1);
            case '|' -> new Attributed(aggregate(Kind.MAP, line, 2), next());
            default -> throw new IOException("not a reply: " + mark + line);
        };
    }

    private Reply next() throws IOException {
        return reply((char) oneByte());
    }

    private Aggregate aggregate(Kind kind, String count, int width) throws IOException {
        int elements = Integer.parseInt(count) * width;
        List<Reply> list = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            list.add(next());
        }
        return new Aggregate(kind, list);
    }

    private String bytes(String length) throws IOException {
        byte[] bytes = in.readNBytes(Integer.parseInt(length) + 2);
        if (bytes.length != Integer.parseInt(length) + 2) {
            throw new IOException("the stream ended within a string");
        }
        return new String(bytes, 0, bytes.length - 2, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = oneByte(); c != '\r'; c = oneByte()) {
            line.append((char) c);
        }
        if (oneByte() != '\n') {
            throw new IOException("no line feed after: " + line);
        }
        return line.toString();
    }

    private int oneByte() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new IOException("the stream ended within a reply");
        }
        return c;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
