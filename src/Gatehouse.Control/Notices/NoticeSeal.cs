using System.Text;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Notices;

/// <summary>Encrypts address and secret of a channel; what is moved to another channel does not open.</summary>
internal sealed class NoticeSeal(Sealer sealer)
{
    private const string Url = "notice-url";
    private const string Secret = "notice-secret";

    private static readonly DateTimeOffset _never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string SealUrl(string organisation, string channel, string url) =>
        sealer.Seal(Url, organisation, channel, Encoding.UTF8.GetBytes(url), _never);

    public string SealSecret(string organisation, string channel, string secret) =>
        sealer.Seal(Secret, organisation, channel, Encoding.UTF8.GetBytes(secret), _never);

    /// <summary>Where a notice goes; null where no key opens it.</summary>
    public Uri? UrlOf(NoticeChannel channel) =>
        sealer.Open(Url, channel.OrganisationId, channel.Id, channel.SealedUrl) is { } url ? new Uri(Encoding.UTF8.GetString(url)) : null;

    /// <summary>What signs; null where nothing does, or no key opens it.</summary>
    public byte[]? SecretOf(NoticeChannel channel) =>
        channel.SealedSecret is { } box ? sealer.Open(Secret, channel.OrganisationId, channel.Id, box) : null;
}
