using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Ledger.Pins;

/// <summary>What calls see of the pins. Changes are shown in the order of their transactions, whoever is told last of a commit.</summary>
internal sealed class PinMemory
{
    private readonly ConcurrentDictionary<string, AcceptedTools> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _shown = new(StringComparer.Ordinal);

    // Reports that are not written down yet, or could not be: they outlive whatever is read until they are.
    private readonly Dictionary<string, ImmutableArray<ToolDefinition>> _unwritten = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _last;

    public AcceptedTools? Find(string serverId) => _servers.GetValueOrDefault(serverId);

    /// <summary>As read when the process began.</summary>
    public void Begin(string serverId, AcceptedTools tools) => _servers[serverId] = tools;

    /// <summary>Further definitions wait from now on. False for a server that nothing was ever accepted of.</summary>
    public bool Report(string serverId, ImmutableArray<ToolDefinition> tools)
    {
        lock (_gate)
        {
            if (!_servers.TryGetValue(serverId, out var now))
            {
                return false;
            }

            _unwritten[serverId] = [.. _unwritten.GetValueOrDefault(serverId, []), .. tools];
            _servers[serverId] = now.WithWaiting(tools);
            return true;
        }
    }

    /// <summary>Category and risk of definitions became known. False for a server that nothing was ever accepted of.</summary>
    public bool Tell(string serverId, ImmutableArray<ToolDefinition> told)
    {
        lock (_gate)
        {
            if (!_servers.TryGetValue(serverId, out var now))
            {
                return false;
            }

            _servers[serverId] = now.WithRisks(told);
            return true;
        }
    }

    /// <summary>The turn of a change, and the reports that it has to write. ORDER: inside its transaction, which others wait for.</summary>
    public (long Turn, ImmutableArray<ToolDefinition> Unwritten) TakeTurn(string serverId)
    {
        lock (_gate)
        {
            return (++_last, _unwritten.GetValueOrDefault(serverId, []));
        }
    }

    /// <summary>Shows what a committed change has made; one that a later change was shown before tells nothing new.</summary>
    public void Show(string serverId, AcceptedTools tools, long turn, ImmutableArray<ToolDefinition> written)
    {
        lock (_gate)
        {
            ImmutableArray<ToolDefinition> rest = [.. _unwritten.GetValueOrDefault(serverId, []).Where(tool => !written.Contains(tool))];
            if (rest.IsEmpty)
            {
                _unwritten.Remove(serverId);
            }
            else
            {
                _unwritten[serverId] = rest;
            }

            if (turn > _shown.GetValueOrDefault(serverId))
            {
                _shown[serverId] = turn;
                _servers[serverId] = rest.IsEmpty ? tools : tools.WithWaiting(rest);
            }
        }
    }

    /// <summary>Nothing of the server is accepted any more.</summary>
    public void Forget(string serverId, long turn)
    {
        lock (_gate)
        {
            _shown[serverId] = turn;
            _unwritten.Remove(serverId);
            _servers.TryRemove(serverId, out _);
        }
    }
}
