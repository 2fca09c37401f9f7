using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Api.Approvals;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Notices;

/// <summary>Sends one notice through the guarded way out.</summary>
internal sealed class NoticeSender(NoticeSeal seal, ServerAddress address, PeopleAddress people, TimeProvider time)
{
    /// <summary>What came of it, without a word of the address's path.</summary>
    public async Task<Posted> SendAsync(NoticeChannel channel, Notice notice, ApprovalSummary about, CancellationToken cancel)
    {
        if (seal.UrlOf(channel) is not { } url || (channel.SealedSecret is not null && seal.SecretOf(channel) is null))
        {
            return new Posted("the channel's address or secret cannot be decrypted");
        }

        var rule = address.RuleFor(url);
        if (EgressGuard.Check(url.OriginalString, rule) is { } refused)
        {
            return new Posted(refused.Message);
        }

        using var request = Request(channel, notice, about, url);
        return await Posting.SendAsync(request, rule, "the receiver", time, cancel);
    }

    /// <summary>What a receiver computes: HMAC-SHA-256 over time stamp, nonce and body, joined by dots, as lower-case hex.</summary>
    public static string Sign(byte[] secret, string timestamp, string nonce, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{timestamp}.{nonce}."));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private HttpRequestMessage Request(NoticeChannel channel, Notice notice, ApprovalSummary about, Uri url)
    {
        var page = $"{people.Public}/approvals/{about.Id}";
        var body = channel.Kind == NoticeKind.Slack ? NoticeBody.Slack(about, page) : NoticeBody.Webhook(notice.Id, about, page);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (seal.SecretOf(channel) is { } secret)
        {
            // Each try has a nonce of its own, so that a receiver can refuse what it has seen.
            var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            request.Headers.Add("Gatehouse-Timestamp", timestamp);
            request.Headers.Add("Gatehouse-Nonce", nonce);
            request.Headers.Add("Gatehouse-Signature", "v1=" + Sign(secret, timestamp, nonce, body));
        }

        return request;
    }
}
