package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One CONFIG SET: all of its values come into force or none. The values are checked and put in place, then the hooks of
 * the parameters that changed run, each once; when one refuses, the old values are put back and the hooks run again.
 * (Redis: configSetCommand in config.c.)
 */
final class ConfigChange {
    private final List<Setting> settings;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<ByteString> oldValues = new ArrayList<>();
    private final List<ApplyHook> hooks = new ArrayList<>();
    private final List<Parameter> hookOwners = new ArrayList<>();

    /** What the log is told. */
    private final Set<String> caveats;

    private ConfigChange(List<Setting> settings, Set<String> caveats) {
        this.settings = settings;
        this.caveats = caveats;
    }

    /** Makes the change or throws what the client is told. Returns the parameters that were named. */
    static List<Parameter> make(
            ParameterTable table, List<Setting> settings, boolean guardLifted, boolean loading, Set<String> caveats) {
        ConfigChange change = new ConfigChange(settings, caveats);
        change.admit(table, guardLifted, loading);
        change.assign();
        change.apply();
        return change.parameters;
    }

    private void admit(ParameterTable table, boolean guardLifted, boolean loading) {
        for (int i = 0; i < settings.size(); i++) {
            ByteString name = settings.get(i).name();
            Parameter parameter = table.find(name);
            if (parameter == null) {
                throw new ErrorReply(Errors.oneLine(
                        "ERR Unknown option or number of arguments for CONFIG SET - '" + name.utf8() + "'"));
            }
            if (parameter.isImmutable()) {
                throw failed(name.utf8(), "can't set immutable config");
            }
            if (parameter.isGuarded() && !guardLifted) {
                throw failed(name.utf8(), "can't set protected config");
            }
            if (loading && parameter.isDeniedWhileLoading()) {
                throw Errors.LOADING;
            }
            if (isNamedBefore(i)) {
                throw failed(name.utf8(), "duplicate parameter");
            }
            parameters.add(parameter);
        }
    }

    /** A parameter may come twice by its name and its alias; Redis takes the last one then. */
    private boolean isNamedBefore(int index) {
        String key = ParameterTable.key(settings.get(index).name());
        for (int i = 0; i < index; i++) {
            if (ParameterTable.key(settings.get(i).name()).equals(key)) {
                return true;
            }
        }
        return false;
    }

    private void assign() {
        for (Parameter parameter : parameters) {
            oldValues.add(parameter.text());
        }
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            ByteString before = parameter.text();
            String refusal = parameter.assign(words(parameter, settings.get(i).value()), false);
            if (refusal != null) {
                restore();
                throw failed(ParameterTable.key(settings.get(i).name()), refusal);
            }
            if (parameter.isAppliedEvenIfEqual() || !parameter.text().equals(before)) {
                addHook(parameter);
            }
        }
    }

    private void addHook(Parameter parameter) {
        ApplyHook hook = parameter.hook();
        if (hook != null && !hooks.contains(hook)) {
            hooks.add(hook);
            hookOwners.add(parameter);
        }
    }

    private void apply() {
        for (int i = 0; i < hooks.size(); i++) {
            String refusal = hooks.get(i).apply();
            if (refusal != null) {
                caveats.add("Failed applying new configuration. Possibly related to new "
                        + hookOwners.get(i).name() + " setting. Restoring previous settings.");
                restore();
                reapply();
                throw failed(hookOwners.get(i).name(), refusal);
            }
        }
    }

    private void restore() {
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            String refusal = parameter.assign(words(parameter, oldValues.get(i)), false);
            if (refusal != null) {
                throw new IllegalStateException("cannot put back " + parameter + ": " + refusal);
            }
        }
    }

    /** Best effort: a hook that refuses the old value too has logged why, and the client hears of the first refusal. */
    private void reapply() {
        for (ApplyHook hook : hooks) {
            @Nullable String ignored = hook.apply();
        }
    }

    private static ErrorReply failed(String name, String reason) {
        return new ErrorReply(
                Errors.oneLine("ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason));
    }

    /** CONFIG SET parts several values at every single blank; an empty text is no value at all. */
    private static List<ByteString> words(Parameter parameter, ByteString text) {
        if (!parameter.takesSeveralWords()) {
            return List.of(text);
        }
        List<ByteString> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (!text.isEmpty() && (i == text.length() || text.byteAt(i) == ' ')) {
                words.add(ByteString.wrap(Arrays.copyOfRange(text.bytes(), from, i)));
                from = i + 1;
            }
        }
        return words;
    }
}
