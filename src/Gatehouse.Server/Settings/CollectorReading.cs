using System.Collections.Immutable;
using Gatehouse.Control.Exports.Otlp;

namespace Gatehouse.Server.Settings;

/// <summary>Reads the settings of the collector that is told of records.</summary>
internal static class CollectorReading
{
    /// <summary>Null where nobody is to be told, and where something is wrong.</summary>
    public static RecordCollector? Read(SettingReading reading)
    {
        var headers = reading.Text(SettingTable.RecordsHeaders) is { } written ? Headers(written) : [];
        if (headers.IsDefault)
        {
            // SECURITY: the value is not told, it has a key in it.
            reading.Add(SettingTable.RecordsHeaders, "is not like NAME=VALUE,NAME=VALUE", "names and values are visible ASCII");
        }

        if (reading.Text(SettingTable.RecordsTo) is not { } address)
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url is not { UserInfo: "", Fragment: "" })
        {
            reading.Add(SettingTable.RecordsTo, "is not an address of a collector", "write it like http://localhost:4318/v1/logs; a key goes into `records_headers`");
            return null;
        }

        return headers.IsDefault ? null : new RecordCollector(url, headers, "");
    }

    private static ImmutableArray<KeyValuePair<string, string>> Headers(string written)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var one in written.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (one.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } value] || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
                || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                return default;
            }

            headers.Add(new(name, value));
        }

        return headers.DrainToImmutable();
    }
}
