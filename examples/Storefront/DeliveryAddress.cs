using System.ComponentModel.DataAnnotations;

namespace Storefront;

/// <summary>Where an order is delivered. It goes from the form to the order, and never into the session, which has no use for it.</summary>
public sealed record DeliveryAddress
{
    private const string TooLong = "That is too long: at most {1} characters.";

    [Required(ErrorMessage = "Please enter your name.")]
    [StringLength(100, ErrorMessage = TooLong)]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "Please enter the street and number.")]
    [StringLength(100, ErrorMessage = TooLong)]
    public string Street { get; set; } = "";

    [Required(ErrorMessage = "Please enter the postal code.")]
    [StringLength(12, ErrorMessage = TooLong)]
    public string PostalCode { get; set; } = "";

    [Required(ErrorMessage = "Please enter the city.")]
    [StringLength(100, ErrorMessage = TooLong)]
    public string City { get; set; } = "";

    [Required(ErrorMessage = "Please enter the country.")]
    [StringLength(60, ErrorMessage = TooLong)]
    public string Country { get; set; } = "";
}
