package io.miniredis.cluster;

/**
 * What is to be done before the main thread waits again, once, however often it was asked for meanwhile
 * (todo_before_sleep): saving above all, so that no message leaves before what it says is on disk.
 */
final class Duties {
    private static final int FAILOVER = 1;
    private static final int MANUAL_FAILOVER = 1 << 1;
    private static final int UPDATE_STATE = 1 << 2;
    private static final int SAVE = 1 << 3;
    private static final int SAVE_DURABLY = 1 << 4;

    private int wanted;

    boolean isEmpty() {
        return wanted == 0;
    }

    /** Returns what is to be done, and begins anew. */
    Duties take() {
        Duties taken = new Duties();
        taken.wanted = wanted;
        wanted = 0;
        return taken;
    }

    void failover() {
        wanted |= FAILOVER;
    }

    void failoverDone() {
        wanted &= ~FAILOVER;
    }

    boolean hasFailover() {
        return (wanted & FAILOVER) != 0;
    }

    void manualFailover() {
        wanted |= MANUAL_FAILOVER;
    }

    boolean hasManualFailover() {
        return (wanted & MANUAL_FAILOVER) != 0;
    }

    void updateState() {
        wanted |= UPDATE_STATE;
    }

    void updateStateDone() {
        wanted &= ~UPDATE_STATE;
    }

    boolean hasUpdateState() {
        return (wanted & UPDATE_STATE) != 0;
    }

    void save() {
        wanted |= SAVE;
    }

    void saveDurably() {
        wanted |= SAVE | SAVE_DURABLY;
    }

    void saveDone(boolean durably) {
        wanted &= ~SAVE;
        if (durably) {
            wanted &= ~SAVE_DURABLY;
        }
    }

    boolean hasSave() {
        return (wanted & SAVE) != 0;
    }

    boolean mustSaveDurably() {
        return (wanted & SAVE_DURABLY) != 0;
    }

    @Override
    public String toString() {
        return "Duties[" + Integer.toBinaryString(wanted) + "]";
    }
}
