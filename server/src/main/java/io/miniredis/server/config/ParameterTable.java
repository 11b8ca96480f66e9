package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All parameters by name and alias, in the order of their declaration. */
final class ParameterTable {
    private static final int ROOM = 512;

    private final Map<String, Parameter> byName = new LinkedHashMap<>(ROOM);

    <P extends Parameter> P add(P parameter) {
        byName.put(parameter.name(), parameter);
        String alias = parameter.alias();
        if (alias != null) {
            byName.put(alias, parameter);
        }
        return parameter;
    }

    /** The parameter with this name or alias, in any case of letters. */
    @Nullable
    Parameter find(ByteString name) {
        return byName.get(key(name));
    }

    /** Every name and alias, in lower case, with its parameter. */
    Map<String, Parameter> byName() {
        return byName;
    }

    static String key(ByteString name) {
        return Ascii.text(Ascii.toLowerCase(name.bytes()));
    }
}
