using System.Collections.Frozen;
using System.Threading.Channels;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Control.Accounts;

/// <summary>The tokens in force, in memory: what the data plane asks before each request. Swapped whole.</summary>
internal sealed class AccountTokens(TimeProvider time) : ICredentialSource
{
    private const int MostRefusals = 1_000;
    private readonly Channel<TokenRefusal> _refusals = Channel.CreateBounded<TokenRefusal>(
        new BoundedChannelOptions(MostRefusals) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile TokensInForce _inForce = TokensInForce.None;

    /// <summary>What servers refused, for who renews.</summary>
    public ChannelReader<TokenRefusal> Refusals => _refusals.Reader;

    /// <summary>Takes these into force.</summary>
    public void Apply(TokensInForce tokens) => _inForce = tokens.KeepingListsOf(_inForce);

    /// <inheritdoc/>
    public string? For(string serverId, string grantId) =>
        _inForce.Find(serverId, grantId) is { } token && !(token.Expires <= time.GetUtcNow()) ? token.Header : null;

    /// <inheritdoc/>
    public void Refused(string serverId, string grantId, string value, string? challenge)
    {
        if (_inForce.Find(serverId, grantId) is { } token && token.Header == value)
        {
            _refusals.Writer.TryWrite(new TokenRefusal(token.AccountId, token.Version, challenge));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> SecretsOf(string serverId) => _inForce.Secrets.GetValueOrDefault(serverId, []);
}

/// <summary>A token that a server did not take.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Version">Which of its tokens.</param>
/// <param name="Challenge">What the server asks for instead.</param>
internal sealed record TokenRefusal(string AccountId, int Version, string? Challenge);

/// <summary>A token as it is sent.</summary>
internal sealed record TokenInForce(string AccountId, int Version, string Header, DateTimeOffset? Expires);

/// <summary>Every token in force.</summary>
/// <param name="Accounts">By server and person.</param>
/// <param name="Owners">Grant → the person whose account it uses; of servers with an account per person alone.</param>
/// <param name="Secrets">By server: what answers must not carry.</param>
internal sealed record TokensInForce(
    FrozenDictionary<(string Server, string Person), TokenInForce> Accounts, FrozenDictionary<string, string> Owners,
    FrozenDictionary<string, IReadOnlyList<string>> Secrets)
{
    public static readonly TokensInForce None = new(
        FrozenDictionary<(string, string), TokenInForce>.Empty, FrozenDictionary<string, string>.Empty,
        FrozenDictionary<string, IReadOnlyList<string>>.Empty);

    public TokenInForce? Find(string serverId, string grantId) =>
        Accounts.GetValueOrDefault((serverId, Owners.GetValueOrDefault(grantId, UpstreamAccount.Shared)));

    /// <summary>The same with the lists of before where they say the same, so that nobody prepares for them anew.</summary>
    public TokensInForce KeepingListsOf(TokensInForce before) => this with
    {
        Secrets = Secrets.ToFrozenDictionary(
            pair => pair.Key,
            pair => before.Secrets.TryGetValue(pair.Key, out var old) && old.SequenceEqual(pair.Value, StringComparer.Ordinal) ? old : pair.Value,
            StringComparer.Ordinal),
    };
}
