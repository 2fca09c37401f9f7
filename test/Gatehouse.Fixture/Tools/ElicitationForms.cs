using ModelContextProtocol.Protocol;
using Form = ModelContextProtocol.Protocol.ElicitRequestParams;

namespace Gatehouse.Fixture.Tools;

/// <summary>The forms that the fixture shows to users.</summary>
internal static class ElicitationForms
{
    private static readonly string[] Options = ["option1", "option2", "option3"];

    public static Form.RequestSchema User => new()
    {
        Properties = new Dictionary<string, Form.PrimitiveSchemaDefinition>(StringComparer.Ordinal)
        {
            ["username"] = new Form.StringSchema { Description = "User's response" },
            ["email"] = new Form.StringSchema { Description = "User's email address" },
        },
        Required = ["username", "email"],
    };

    public static Form.RequestSchema Defaults => new()
    {
        Properties = new Dictionary<string, Form.PrimitiveSchemaDefinition>(StringComparer.Ordinal)
        {
            ["name"] = new Form.StringSchema { Default = "John Doe" },
            ["age"] = new Form.NumberSchema { Type = "integer", Default = 30 },
            ["score"] = new Form.NumberSchema { Default = 95.5 },
            ["status"] = new Form.UntitledSingleSelectEnumSchema
            {
                Enum = ["active", "inactive", "pending"],
                Default = "active",
            },
            ["verified"] = new Form.BooleanSchema { Default = true },
        },
    };

    public static Form.RequestSchema Enums => new()
    {
        Properties = new Dictionary<string, Form.PrimitiveSchemaDefinition>(StringComparer.Ordinal)
        {
            ["untitledSingle"] = new Form.UntitledSingleSelectEnumSchema { Enum = Options },
            ["titledSingle"] = new Form.TitledSingleSelectEnumSchema { OneOf = Titled("Option") },
            ["legacyEnum"] = new Form.LegacyTitledEnumSchema
            {
                Enum = ["opt1", "opt2", "opt3"],
                EnumNames = ["Option One", "Option Two", "Option Three"],
            },
            ["untitledMulti"] = new Form.UntitledMultiSelectEnumSchema
            {
                Items = new Form.UntitledEnumItemsSchema { Type = "string", Enum = Options },
            },
            ["titledMulti"] = new Form.TitledMultiSelectEnumSchema
            {
                Items = new Form.TitledEnumItemsSchema { AnyOf = Titled("Choice") },
            },
        },
    };

    private static List<Form.EnumSchemaOption> Titled(string what) =>
    [
        new() { Const = "value1", Title = $"First {what}" },
        new() { Const = "value2", Title = $"Second {what}" },
        new() { Const = "value3", Title = $"Third {what}" },
    ];
}
