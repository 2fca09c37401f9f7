using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tools;

/// <summary><c>gatehouse.lock</c>: accepted definitions of every server, and those that wait for a person.</summary>
/// <remarks>
/// Written whole to a neighbour and renamed, under an exclusive lock of <c>gatehouse.lock.guard</c>, so that several
/// processes can share it. Read again when its time or size changed, at most once a second.
/// </remarks>
public sealed class LockFile : IDefinitionLock
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile LockText _text;
    private long _lookedAt;
    private (DateTime Written, long Length) _stamp;

    // Reports that could not be written down: they outlive whatever is read from the file until they can.
    private bool _hasUnwritten;

    private LockFile(string path, TimeProvider time, LockText text, (DateTime Written, long Length) stamp)
    {
        _path = path;
        _time = time;
        _text = text;
        _stamp = stamp;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>Reads the file, or begins with an empty one where there is none.</summary>
    public static (LockFile? File, Fault? Fault) Open(string path, TimeProvider time)
    {
        // ORDER: the stamp first, so that a change between the two is seen the next time.
        var stamp = Stamp(path);
        var (text, fault) = Load(path);
        return text is null ? (null, fault) : (new LockFile(path, time, text, stamp), null);
    }

    /// <summary>Accepted and waiting definitions, by server.</summary>
    public IReadOnlyDictionary<string, AcceptedTools> Servers => Fresh().Servers;

    /// <inheritdoc/>
    public AcceptedTools? Find(string serverId) => Fresh().Servers.GetValueOrDefault(serverId);

    /// <inheritdoc/>
    public ValueTask<Fault?> AcceptFirstAsync(string serverId, ImmutableArray<ToolDefinition> tools, CancellationToken cancel) =>
        new(Change(text => text.Servers.ContainsKey(serverId) ? text : text.WithFirst(serverId, tools), keepAnyway: false));

    /// <inheritdoc/>
    public ValueTask ReportAsync(string serverId, ImmutableArray<ToolDefinition> waiting, CancellationToken cancel)
    {
        Change(text => text.WithWaiting(serverId, waiting), keepAnyway: true);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(string serverId, ImmutableArray<ToolDefinition> told, CancellationToken cancel)
    {
        Change(text => text.WithRisks(serverId, told), keepAnyway: true);
        return default;
    }

    /// <summary>Accepts definitions that wait; null names accept all of the server whose texts are plain.</summary>
    /// <returns>The names accepted, or a fault.</returns>
    public (ImmutableArray<string> Accepted, Fault? Fault) Accept(string serverId, IReadOnlyCollection<string>? names) =>
        Settle(serverId, now => now.ChooseToAccept(names), (text, chosen) => text.WithAccepted(serverId, chosen));

    /// <summary>Dismisses definitions that wait: the tool is as it was accepted before, until it is listed otherwise again.</summary>
    /// <returns>The names dismissed, or a fault.</returns>
    public (ImmutableArray<string> Dismissed, Fault? Fault) Dismiss(string serverId, IReadOnlyCollection<string>? names) =>
        Settle(serverId, now => now.Choose(names), (text, chosen) => text.WithDismissed(serverId, chosen));

    private (ImmutableArray<string> Names, Fault? Fault) Settle(
        string serverId, Func<AcceptedTools, ImmutableArray<ToolDefinition>> choose,
        Func<LockText, ImmutableArray<ToolDefinition>, LockText> change)
    {
        ImmutableArray<string> settled = [];
        var fault = Change(
            text =>
            {
                ImmutableArray<ToolDefinition> chosen = text.Servers.GetValueOrDefault(serverId) is { } now ? choose(now) : [];
                settled = [.. chosen.Select(tool => tool.Name).Order(StringComparer.Ordinal)];
                return change(text, chosen);
            },
            keepAnyway: false);
        return (settled, fault);
    }

    private LockText Fresh()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < TimeSpan.FromSeconds(1))
        {
            return _text;
        }

        lock (_gate)
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            var stamp = Stamp(_path);
            if (stamp != _stamp && Load(_path).Text is { } text)
            {
                (_stamp, _text) = (stamp, _hasUnwritten ? text.WithWaitingOf(_text) : text);
            }

            return _text;
        }
    }

    private Fault? Change(Func<LockText, LockText> change, bool keepAnyway)
    {
        lock (_gate)
        {
            try
            {
                using var guard = Guard(_path + ".guard");
                var (text, fault) = Load(_path);
                if (text is null)
                {
                    Keep(change, keepAnyway);
                    return fault;
                }

                var changed = change(_hasUnwritten ? text.WithWaitingOf(_text) : text);
                if (!ReferenceEquals(changed, text))
                {
                    Replace(_path, changed.Write());
                }

                (_stamp, _text, _hasUnwritten) = (Stamp(_path), changed, false);
                return null;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Keep(change, keepAnyway);
                return new Fault(new("lock-file-unwritable"), "the lock file cannot be written", "check its folder's owner, rights and free space");
            }
        }
    }

    private void Keep(Func<LockText, LockText> change, bool keepAnyway)
    {
        if (keepAnyway)
        {
            (_text, _hasUnwritten) = (change(_text), true);
        }
    }

    // On disk before it takes the old one's place: half a lock file would have every tool accepted anew.
    private static void Replace(string path, byte[] text)
    {
        var neighbour = path + ".new";
        using (var file = new FileStream(neighbour, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }

        File.Move(neighbour, path, overwrite: true);
    }

    // Another process holds it for as long as one small write takes; after two seconds something else is wrong.
    private static FileStream Guard(string path)
    {
        using var patience = new ManualResetEventSlim();
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 100)
            {
                patience.Wait(20);
            }
        }
    }

    private static (LockText? Text, Fault? Fault) Load(string path)
    {
        try
        {
            return File.Exists(path) ? (LockText.Read(File.ReadAllBytes(path)), null) : (LockText.Empty, null);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException
            or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return (null, new Fault(
                new("lock-file-unreadable"), $"the lock file `{path}` cannot be read", "restore it, or remove it to accept every tool anew"));
        }
    }

    private static (DateTime Written, long Length) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
