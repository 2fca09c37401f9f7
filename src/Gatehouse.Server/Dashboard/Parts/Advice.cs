namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>Recommended rules in words.</summary>
internal static class Advice
{
    public static string Of(string name) => name switch
    {
        "open" => "Allow",
        "limit-60" => "60 calls a minute",
        "limit-30" => "30 calls a minute",
        "limit-10" => "10 calls a minute",
        "approval" => "A person approves",
        "hide" => "Hide",
        _ => name,
    };
}
