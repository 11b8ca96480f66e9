package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code client-output-buffer-limit}: a limit for each class of clients; a directive may name some of them. */
public final class OutputBufferLimitsParameter extends Parameter {
    private static final int NORMAL = 0;
    private static final int REPLICA = 1;
    private static final int PUBSUB = 2;
    private static final String[] SHOWN = {"normal", "slave", "pubsub"};
    private static final String[] WRITTEN = {"normal", "replica", "pubsub"};
    private static final OutputBufferLimit[] DEFAULTS = {
        new OutputBufferLimit(0, 0, 0),
        new OutputBufferLimit(256L << 20, 64L << 20, 60),
        new OutputBufferLimit(32L << 20, 8L << 20, 60)
    };

    private OutputBufferLimit[] limits = DEFAULTS;

    OutputBufferLimitsParameter(Declaration declaration) {
        super(declaration);
    }

    public OutputBufferLimit normal() {
        return limits[NORMAL];
    }

    public OutputBufferLimit replica() {
        return limits[REPLICA];
    }

    public OutputBufferLimit pubsub() {
        return limits[PUBSUB];
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < limits.length; i++) {
            text.append(i == 0 ? "" : " ").append(SHOWN[i]);
            text.append(' ').append(MemorySize.plain(limits[i].hardBytes()));
            text.append(' ').append(MemorySize.plain(limits[i].softBytes()));
            text.append(' ').append(limits[i].softSeconds());
        }
        return ByteString.of(text.toString());
    }

    @Override
    public boolean isDefault() {
        return limits[NORMAL].isSameAs(DEFAULTS[NORMAL])
                && limits[REPLICA].isSameAs(DEFAULTS[REPLICA])
                && limits[PUBSUB].isSameAs(DEFAULTS[PUBSUB]);
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        if (words.size() % 4 != 0) {
            return "Wrong number of arguments in buffer limit configuration.";
        }
        OutputBufferLimit[] changed = limits.clone();
        for (int i = 0; i < words.size(); i += 4) {
            int clientClass = classNamed(words.get(i));
            if (clientClass < 0) {
                return "Invalid client class specified in buffer limit configuration.";
            }
            OptionalLong hard = MemorySize.parse(words.get(i + 1));
            OptionalLong soft = MemorySize.parse(words.get(i + 2));
            OptionalLong seconds = LooseNumber.parse(words.get(i + 3), 10);
            if (hard.isEmpty() || soft.isEmpty() || seconds.isEmpty() || (int) seconds.getAsLong() < 0) {
                return "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
            }
            changed[clientClass] = new OutputBufferLimit(hard.getAsLong(), soft.getAsLong(), (int) seconds.getAsLong());
        }
        limits = changed;
        return null;
    }

    @Override
    void rewrite(ConfigRewrite file) {
        for (int i = 0; i < limits.length; i++) {
            OutputBufferLimit limit = limits[i];
            String value = WRITTEN[i] + " " + MemorySize.compact(limit.hardBytes()) + " "
                    + MemorySize.compact(limit.softBytes()) + " " + limit.softSeconds();
            file.line(this, value, !limit.isSameAs(DEFAULTS[i]));
        }
    }

    private static int classNamed(ByteString word) {
        for (int i = 0; i < SHOWN.length; i++) {
            if (word.equalsIgnoreCase(SHOWN[i]) || word.equalsIgnoreCase(WRITTEN[i])) {
                return i;
            }
        }
        return -1;
    }
}
