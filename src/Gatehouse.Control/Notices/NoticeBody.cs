using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Approvals;

namespace Gatehouse.Control.Notices;

/// <summary>What goes out: who asks for what, and where to look. No value of the call is in it.</summary>
internal static class NoticeBody
{
    private const int LongestText = 300;

    /// <summary>For programs.</summary>
    public static byte[] Webhook(string noticeId, ApprovalSummary about, string page) => Write(json =>
    {
        json.WriteString("event", "approval.requested");
        json.WriteString("id", noticeId);
        json.WriteStartObject("approval");
        json.WriteString("id", about.Id);
        json.WriteString("grant_id", about.GrantId);
        json.WriteString("grant_label", Plain(about.GrantLabel));
        json.WriteString("server_id", about.ServerId);
        json.WriteString("tool", Plain(about.Tool));
        json.WriteString("message", Plain(string.Join(" ", about.Messages)));
        json.WriteNumber("approvers", about.Approvers);
        json.WriteString("expires", Time(about.Expires));
        json.WriteString("url", page);
        json.WriteEndObject();
    });

    /// <summary>For a chat.</summary>
    /// <remarks>
    /// SECURITY: outside text stands in plain-text objects alone, where neither markup, mentions nor links are read; the text
    /// for notifications is escaped as Slack says, and <c>@</c> is broken, too.
    /// </remarks>
    public static byte[] Slack(ApprovalSummary about, string page) => Write(json =>
    {
        var sentence = $"{Plain(about.GrantLabel)} asks to call {Plain(about.Tool)} on {about.ServerId}. {Plain(string.Join(" ", about.Messages))}"
            + $" Open until {Time(about.Expires)}.";
        json.WriteString("text", Escaped(sentence));
        json.WriteBoolean("mrkdwn", value: false);
        json.WriteStartArray("blocks");
        Section(json, "plain_text", sentence);
        Section(json, "mrkdwn", $"<{page}|Look at the request>");
        json.WriteEndArray();
    });

    /// <summary>What cannot be seen is spelt out; long text is cut.</summary>
    public static string Plain(string text) => ArgumentText.Line(text, LongestText);

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("@", "@ ", StringComparison.Ordinal);

    private static void Section(Utf8JsonWriter json, string type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartObject("text");
        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan.ToArray();
    }
}
