using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>A configuration file as it was written and found valid, its secrets resolved, its policies not yet read.</summary>
public sealed record GatewayConfig
{
    /// <summary>Where agents connect; default 127.0.0.1:8080. Port 0 takes a free one. Changes need a restart.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>Health and metrics, loopback only; null for none. Changes need a restart.</summary>
    public IPEndPoint? Management { get; init; }

    /// <summary>Certificate and key files, read again when replaced; null for plain HTTP.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>The data folder, absolute; null for the user's default. Changes need a restart.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether records survive power loss (<c>power</c>) or the process (<c>process</c>). Changes need a restart.</summary>
    public bool SurvivesPowerLoss { get; init; }

    /// <summary>Most connections of agents at once; default 20,000. Changes need a restart.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>How long accepted calls may finish after SIGTERM; default 20 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What a reload may change.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>The organisation's baseline, absolute path; null for none.</summary>
    public PolicyFile? Baseline { get; init; }

    /// <summary>What an organisation on a server is set to; a gateway that serves the file has none.</summary>
    public OrganisationConfig Organisation { get; init; } = new(null, null);

    /// <summary>Servers in the order of the file.</summary>
    public required ImmutableArray<ServerConfig> Servers { get; init; }

    /// <summary>Grants in the order of the file.</summary>
    public ImmutableArray<GrantConfig> Grants { get; init; } = [];
}

/// <summary>A policy's file.</summary>
/// <param name="Name">As written: the document's stable id.</param>
/// <param name="Path">Absolute.</param>
public sealed record PolicyFile(string Name, string Path);

/// <summary>Who has to agree to what on a server. Nothing of it holds where the file is served.</summary>
/// <param name="OwnersMayApprove">Whether who owns a grant may approve its calls; null leaves it.</param>
/// <param name="WideningNeedsSecond">Whether a version of a policy that may open something waits for a second person; null leaves it.</param>
public sealed record OrganisationConfig(bool? OwnersMayApprove, bool? WideningNeedsSecond);

/// <summary>PEM files.</summary>
/// <param name="Certificate">Certificate chain, absolute path.</param>
/// <param name="Key">Private key, absolute path.</param>
public sealed record TlsFiles(string Certificate, string Key);

/// <summary>One server of the file.</summary>
/// <param name="Facts">Id and name.</param>
/// <param name="Entry">How it is reached.</param>
/// <param name="AlertsOnly">Whether changed definitions are only reported.</param>
/// <param name="MaySample">Whether sampling requests pass.</param>
/// <param name="MayListRoots">Whether roots requests pass.</param>
/// <param name="Statements">What the operator states of tools.</param>
/// <param name="Baseline">The server's baseline, or null.</param>
/// <param name="Keeping">What is stored of arguments, or null for no value.</param>
public sealed record ServerConfig(
    ServerFacts Facts, UpstreamEntry Entry, bool AlertsOnly, bool MaySample, bool MayListRoots,
    FrozenDictionary<string, ToolStatement> Statements, PolicyFile? Baseline, ArgumentKeeping? Keeping = null);

/// <summary>One grant of the file.</summary>
/// <param name="Facts">Id, label, tags.</param>
/// <param name="ServerId">Its server.</param>
/// <param name="Token">Hash of its token; default for a grant that no token opens.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Policy">Its policy, or null: everything is denied.</param>
public sealed record GrantConfig(GrantFacts Facts, string ServerId, TokenHash Token, DateTimeOffset Expires, PolicyFile? Policy);
