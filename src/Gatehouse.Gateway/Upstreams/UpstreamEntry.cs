using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>How a server is reached, with its secrets resolved. Two entries with equal <see cref="Fingerprint"/> share their pool.</summary>
public abstract record UpstreamEntry
{
    private UpstreamEntry()
    {
    }

    /// <summary>The operator's id: 1–64 of <c>a-z 0-9 -</c>.</summary>
    public required string ServerId { get; init; }

    /// <summary>SHA-256 over everything that makes a connection another one, credential included, in lower-case hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Longest time from sending a message to the end of its answer's head or whole JSON body; default 60 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time to connect; default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest JSON answer and largest single event, in bytes; default 4 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most calls under way at once; more are answered <c>upstream-busy</c>; default 512.</summary>
    public int MaxConcurrency { get; init; } = 512;

    /// <summary>A process, or an event stream of 2024-11-05, without a message for this long is ended; default 10 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Every secret value of this entry, to be taken out of answers.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Streamable HTTP, or HTTP+SSE of 2024-11-05.</summary>
    public sealed record Http : UpstreamEntry
    {
        /// <summary>The endpoint, http or https, without user info and fragment.</summary>
        public required Uri Url { get; init; }

        /// <summary>Headers that the operator configured, validated: tokens and visible ASCII, no CR or LF.</summary>
        public FrozenDictionary<string, string> Headers { get; init; } = FrozenDictionary<string, string>.Empty;

        /// <summary>Gives the <c>Authorization</c> of each request; null where the headers say everything.</summary>
        public ICredentialSource? Credential { get; init; }

        /// <summary>Whether the endpoint is the event stream of 2024-11-05.</summary>
        public bool IsSse { get; init; }

        /// <summary>Whether the address came from the operator's own file, and so may be private.</summary>
        public bool IsOperatorAddress { get; init; } = true;
    }

    /// <summary>A process started by the gateway, never through a shell.</summary>
    public sealed record Stdio : UpstreamEntry
    {
        /// <summary>Program and arguments.</summary>
        public required ImmutableArray<string> Command { get; init; }

        /// <summary>The process's environment beside PATH, HOME and the like; nothing else is inherited.</summary>
        public FrozenDictionary<string, string> Environment { get; init; } = FrozenDictionary<string, string>.Empty;

        /// <summary>Working directory, or null for the gateway's.</summary>
        public string? WorkingDirectory { get; init; }

        /// <summary>Most processes (legacy sessions) of one grant; default 8.</summary>
        public int MaxProcessesPerGrant { get; init; } = 8;
    }

    /// <summary>A server that cannot be called now, and why: nothing is ever sent to it.</summary>
    public sealed record Unusable : UpstreamEntry
    {
        /// <summary>Why.</summary>
        public required UnusableReason Reason { get; init; }
    }
}

/// <summary>Why a server cannot be called.</summary>
public enum UnusableReason : byte
{
    /// <summary>A credential of it cannot be decrypted: its key is gone, or it was changed.</summary>
    Credential = 0,

    /// <summary>The operator's file has no entry of its name any more.</summary>
    Entry,
}
