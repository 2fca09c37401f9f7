namespace Gatehouse.Server.Settings;

/// <summary>A secret of the operator: the only line of a file, or the value of a variable; never a flag.</summary>
internal static class SecretReading
{
    private const int Longest = 4096;

    /// <summary>Null where nothing is set, and where what is set cannot be used.</summary>
    public static string? Read(SettingReading reading, Setting file, Setting variable)
    {
        if (reading.File(file) is not { } path)
        {
            return reading.Text(variable);
        }

        if (reading.Text(variable) is not null)
        {
            return reading.Refuse<string>(file, $"is set, and {variable.Variable} is too");
        }

        try
        {
            using var reader = new StreamReader(path);
            var text = new char[Longest + 1];
            var secret = new string(text, 0, reader.ReadBlock(text)).TrimEnd('\r', '\n');
            return secret.Length is > 0 and <= Longest && !secret.AsSpan().ContainsAny('\r', '\n', '\0')
                ? secret
                : reading.Refuse<string>(file, "is not a file with one line of text");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return reading.Refuse<string>(file, "cannot be read");
        }
    }
}
