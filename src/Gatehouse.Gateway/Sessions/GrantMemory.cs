using System.Collections.Frozen;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Sessions;

/// <summary>The sessions of one grant and what each of them called.</summary>
internal sealed class GrantMemory
{
    private const int MaxSessions = 256;
    private const int MaxToolsPerSession = 2_000;
    private static readonly TimeSpan OwnSpan = TimeSpan.FromHours(24);
    private static readonly TimeSpan OthersSpan = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionCalls> _sessions = new(StringComparer.Ordinal);

    // Something was dropped for want of room: until this instant, what is not known to be called is unknown.
    private DateTimeOffset _forgetfulUntil = DateTimeOffset.MinValue;
    private long _version;

    public SessionFacts Recall(string key, bool isOlderThanProcess, DateTimeOffset now)
    {
        lock (_gate)
        {
            isOlderThanProcess |= now < _forgetfulUntil;
            var calls = _sessions.GetValueOrDefault(key);
            if (calls is { Facts: { } known } && calls.IsFresh(_version, now) && known.IsOlderThanProcess == isOlderThanProcess)
            {
                return known;
            }

            var (facts, until) = Gather(key, isOlderThanProcess, now);
            calls?.Remember(facts, _version, until);
            return facts;
        }
    }

    public void Note(string key, string tool, string? category, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(key, out var calls))
            {
                MakeRoom(now);
                _sessions[key] = calls = new SessionCalls();
            }

            if (calls.Tools.Count >= MaxToolsPerSession && !calls.Tools.ContainsKey(tool))
            {
                _forgetfulUntil = now + OwnSpan;
                return;
            }

            // A repeat of a call seconds ago changes no fact soon; its time is kept, the gathered facts stay.
            var isNew = !calls.Tools.TryGetValue(tool, out var before)
                || before.At + OthersSpan / 2 < now
                || !string.Equals(before.Category, category, StringComparison.Ordinal);
            calls.Tools[tool] = new ToolCallNote(now, category);
            calls.LastCall = now;
            if (isNew)
            {
                _version++;
            }
        }
    }

    private (SessionFacts Facts, DateTimeOffset Until) Gather(string key, bool isOlderThanProcess, DateTimeOffset now)
    {
        var until = DateTimeOffset.MaxValue;
        HashSet<string> own = new(StringComparer.Ordinal), ownCategories = new(StringComparer.Ordinal);
        HashSet<string> others = new(StringComparer.Ordinal), otherCategories = new(StringComparer.Ordinal);
        var categoryUnknown = false;
        foreach (var (session, calls) in _sessions)
        {
            var isOwn = string.Equals(session, key, StringComparison.Ordinal);
            foreach (var (tool, note) in calls.Tools)
            {
                var ends = note.At + (isOwn ? OwnSpan : OthersSpan);
                if (ends <= now)
                {
                    continue;
                }

                until = ends < until ? ends : until;
                (isOwn ? own : others).Add(tool);
                if (note.Category is { } category)
                {
                    (isOwn ? ownCategories : otherCategories).Add(category);
                }

                categoryUnknown |= note.Category is null;
            }
        }

        // The times of repeats move on without a new version, so what was gathered is looked at again every minute.
        var soon = now + TimeSpan.FromMinutes(1);
        var facts = new SessionFacts
        {
            Called = own.ToFrozenSet(StringComparer.Ordinal),
            Categories = ownCategories.ToFrozenSet(StringComparer.Ordinal),
            CategoryUnknown = categoryUnknown,
            CalledElsewhere = others.ToFrozenSet(StringComparer.Ordinal),
            CategoriesElsewhere = otherCategories.ToFrozenSet(StringComparer.Ordinal),
            IsOlderThanProcess = isOlderThanProcess,
        };
        return (facts, until < soon ? until : soon);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_sessions.Count < MaxSessions)
        {
            return;
        }

        var (oldest, calls) = _sessions.MinBy(entry => entry.Value.LastCall);
        _sessions.Remove(oldest);
        _version++;
        if (calls.LastCall + OwnSpan > now)
        {
            _forgetfulUntil = calls.LastCall + OwnSpan > _forgetfulUntil ? calls.LastCall + OwnSpan : _forgetfulUntil;
        }
    }

    private readonly record struct ToolCallNote(DateTimeOffset At, string? Category);

    private sealed class SessionCalls
    {
        private long _version = -1;
        private DateTimeOffset _until;

        public Dictionary<string, ToolCallNote> Tools { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset LastCall { get; set; }

        public SessionFacts? Facts { get; private set; }

        public bool IsFresh(long version, DateTimeOffset now) => _version == version && now < _until;

        public void Remember(SessionFacts facts, long version, DateTimeOffset until)
        {
            Facts = facts;
            _version = version;
            _until = until;
        }
    }
}
