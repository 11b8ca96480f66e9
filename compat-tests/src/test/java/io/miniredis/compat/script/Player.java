package io.miniredis.compat.script;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.script.Modifiers.Capture;
import io.miniredis.compat.servers.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plays the steps of one script on one server. Owns its connections, not the server. */
public final class Player implements AutoCloseable {
    /** How long {@code receive} waits for a message that should not come. */
    private static final int SILENCE_MILLIS = 200;

    private final Target target;
    private final int protocol;
    private final Variables variables = new Variables(this::serverTimeMillis);
    private final Map<String, Connection> connections = new HashMap<>();
    private final Set<String> plain = new LinkedHashSet<>();
    private String current = "main";

    public Player(Target target, int protocol) {
        this.target = target;
        this.protocol = protocol;
    }

    /** Plays one step; its reply, or null if it has none. */
    public @Nullable Reply play(Step step) {
        if (step.action() instanceof Step.Command command) {
            return command(step.modifiers(), command.words());
        }
        if (step.action() instanceof Step.Receive) {
            return saved(step.modifiers().capture(), receive(step));
        }
        if (step.action() instanceof Step.Raw raw) {
            connection().sendRaw(variables.expand(raw.bytes()));
        } else if (step.action() instanceof Step.Advance advance) {
            target.advance(advance.time());
        } else if (step.action() instanceof Step.Switch next) {
            switchTo(next);
        }
        return null;
    }

    private @Nullable Reply command(Modifiers modifiers, List<String> words) {
        if (modifiers.later()) {
            connection().send(expand(words));
            // Before another connection's next request, and before time passes.
            connection().settle();
            return null;
        }
        Reply reply;
        if (modifiers.scan()) {
            reply = scan(new ArrayList<>(expand(words)));
        } else if (modifiers.times() > 1) {
            reply = times(modifiers.times(), words);
        } else {
            reply = connection().call(expand(words));
        }
        return saved(modifiers.capture(), reply);
    }

    private Reply receive(Step step) {
        boolean silent = step.expectations().stream().anyMatch(e -> e.reply().equals(Reply.silence()));
        return silent ? connection().receive(SILENCE_MILLIS) : connection().receive();
    }

    /** One reply if all are equal, else all of them. */
    private Reply times(int times, List<String> words) {
        Connection connection = connection();
        for (int i = 1; i <= times; i++) {
            variables.set("i", Integer.toString(i));
            connection.send(expand(words));
        }
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            replies.add(connection.receive());
        }
        return Set.copyOf(replies).size() == 1 ? replies.get(0) : Reply.array(replies);
    }

    /** The elements of a whole iteration, each once: what SCAN guarantees. Pairs count as one element. */
    private Reply scan(List<String> words) {
        String name = words.get(0).toUpperCase(Locale.ROOT);
        int cursorAt = name.equals("SCAN") ? 1 : 2;
        int width = name.equals("HSCAN") || name.equals("ZSCAN") ? 2 : 1;
        Set<List<Reply>> seen = new LinkedHashSet<>();
        while (true) {
            Reply reply = connection().call(words);
            if (reply.elements().size() != 2) {
                return reply;
            }
            List<Reply> elements = reply.elements().get(1).elements();
            for (int i = 0; i + width <= elements.size(); i += width) {
                seen.add(List.copyOf(elements.subList(i, i + width)));
            }
            String cursor = reply.elements().get(0).text();
            if (cursor.equals("0")) {
                return Reply.array(seen.stream().flatMap(List::stream).toList());
            }
            words.set(cursorAt, cursor);
        }
    }

    private Reply saved(@Nullable Capture capture, Reply reply) {
        if (capture != null) {
            Reply part = reply;
            for (int index : capture.path()) {
                part = part.elements().get(index);
            }
            variables.set(capture.name(), part.text());
        }
        return reply;
    }

    private List<String> expand(List<String> words) {
        return words.stream().map(variables::expand).toList();
    }

    private void switchTo(Step.Switch next) {
        current = next.connection();
        if (next.plain()) {
            plain.add(current);
        }
        connection();
    }

    /** The current connection: opened at its first use, and again once the server has closed it. */
    private Connection connection() {
        Connection connection = connections.get(current);
        if (connection == null || connection.isEnded()) {
            connection = open(!plain.contains(current));
            connections.put(current, connection);
        }
        return connection;
    }

    private Connection open(boolean hello) {
        Connection connection = new Connection(target.port());
        if (hello && protocol == 3) {
            Reply reply = connection.call("HELLO", "3");
            if (reply.isError()) {
                throw new IllegalStateException("HELLO 3: " + reply);
            }
        }
        return connection;
    }

    private long serverTimeMillis() {
        try (Connection connection = new Connection(target.port())) {
            List<Reply> time = connection.call("TIME").elements();
            return Long.parseLong(time.get(0).text()) * 1000
                    + Long.parseLong(time.get(1).text()) / 1000;
        }
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::close);
    }

    @Override
    public String toString() {
        return "Player[" + target.name() + ", RESP" + protocol + ", connection " + current + "]";
    }
}
