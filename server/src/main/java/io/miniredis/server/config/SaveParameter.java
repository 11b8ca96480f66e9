package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code save}: when snapshots are due. In a file every directive adds its points, the first one taking the place of
 * the default; an empty value clears all. CONFIG SET replaces all.
 */
public final class SaveParameter extends Parameter {
    private static final List<SavePoint> DEFAULT =
            List.of(new SavePoint(3600, 1), new SavePoint(300, 100), new SavePoint(60, 10000));
    private static final ByteString DEFAULT_TEXT = ByteString.of("3600 1 300 100 60 10000");
    private static final String INVALID = "Invalid save parameters";

    private List<SavePoint> points = DEFAULT;
    private boolean readFromFile;

    SaveParameter(Declaration declaration) {
        super(declaration);
    }

    /** The save points, none if snapshots are made by command only. */
    public List<SavePoint> points() {
        return points;
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        StringBuilder text = new StringBuilder();
        for (SavePoint point : points) {
            text.append(text.isEmpty() ? "" : " ").append(point.seconds()).append(' ');
            text.append(point.changes());
        }
        return ByteString.of(text.toString());
    }

    @Override
    public boolean isDefault() {
        return points == DEFAULT || text().equals(DEFAULT_TEXT);
    }

    /** No snapshots are wanted, and none are written. */
    @Override
    boolean asksForNothing() {
        return points.isEmpty() || isDefault();
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        boolean clear = words.size() == 1 && words.get(0).isEmpty();
        List<ByteString> numbers = clear ? List.of() : words;
        if (numbers.size() % 2 != 0) {
            return INVALID;
        }
        List<SavePoint> added = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            OptionalLong seconds = LooseNumber.parse(numbers.get(i), 10);
            OptionalLong changes = LooseNumber.parse(numbers.get(i + 1), 10);
            if (seconds.isEmpty() || changes.isEmpty() || seconds.getAsLong() < 1 || changes.getAsLong() < 0) {
                return INVALID;
            }
            added.add(new SavePoint(seconds.getAsLong(), (int) changes.getAsLong()));
        }
        if (fromFile && readFromFile && !clear) {
            added.addAll(0, points);
        }
        readFromFile |= fromFile;
        points = List.copyOf(added);
        return null;
    }

    @Override
    void rewrite(ConfigRewrite file) {
        if (points.isEmpty()) {
            file.line(this, "\"\"", true);
        }
        for (SavePoint point : points) {
            file.line(this, point.seconds() + " " + point.changes(), true);
        }
        file.withoutLine(this);
    }
}
