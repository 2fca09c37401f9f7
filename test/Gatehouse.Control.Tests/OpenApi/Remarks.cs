using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>What the sources say of the shapes of the API: the texts of their documentation comments.</summary>
internal static partial class Remarks
{
    private static readonly Dictionary<string, XElement> _members = new[] { "Gatehouse.Api.xml", "Gatehouse.Policy.xml" }
        .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Of a type; null where there is nothing.</summary>
    public static string? Of(Type type) => Text(Find("T:" + Name(type))?.Element("summary"));

    /// <summary>Of a property, with its unit and range.</summary>
    public static string? Of(Type type, string property) =>
        Said(type, property) ?? (type.BaseType is { } parent && parent != typeof(object) ? Of(parent, property) : null)
        ?? type.GetInterfaces().Select(one => Said(one, property)).FirstOrDefault(said => said is not null);

    private static string? Said(Type type, string property) => Said(Name(type), property);

    private static string? Said(string type, string property)
    {
        var member = Find($"P:{type}.{property}");
        if (member is not null && Text(member.Element("summary")) is { } summary)
        {
            return Text(member.Element("value")) is { } value ? $"{summary} {value}" : summary;
        }

        // "inheritdoc" says of which property.
        return member?.Element("inheritdoc")?.Attribute("cref")?.Value is ['P', ':', .. var other]
            ? Said(other[..other.LastIndexOf('.')], other[(other.LastIndexOf('.') + 1)..])
            : Text(Find("T:" + type)?.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == property));
    }

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static XElement? Find(string name) => _members.GetValueOrDefault(name);

    private static string? Text(XElement? element)
    {
        var text = element is null ? "" : Spaces.Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element when element.Attribute("cref") is { } reference => $"`{reference.Value.Split('.')[^1].TrimEnd(')')}`",
        XElement element => element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces { get; }
}
