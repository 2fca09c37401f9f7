using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Risk.Tests.Accuracy;

/// <summary>Labelled tools and saved lists that lie beside the checkout; their texts are other people's and not in it.</summary>
internal static class SharedData
{
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path) || Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    public static ToolDefinition Definition(JsonElement row) => new()
    {
        Name = row.GetProperty("tool").GetString()!,
        Description = row.GetProperty("description").GetString()!,
        Server = row.GetProperty("server").GetString()!,
        Arguments = [.. row.GetProperty("args").EnumerateArray().Select(argument => new ToolArgument(
            argument.GetProperty("name").GetString()!,
            argument.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "",
            Choices(argument)))],
    };

    private static ImmutableArray<string> Choices(JsonElement argument) =>
        argument.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Select(value => value.ToString())]
            : [];
}
